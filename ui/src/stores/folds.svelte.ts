// Articles of several sources that say the same: one row of the list, with a version of each source.
import type { Folded } from "../backend/generated/Folded";
import { words } from "../words";
import type { Desk } from "./desk.svelte";

export class Folds {
  constructor(private readonly desk: Desk) {}

  /** Whether the open article has other versions. */
  get has(): boolean {
    return (this.desk.current?.alsoIn.length ?? 0) > 0;
  }

  /** Shows another version of the open article. The row of the list stays. */
  async show(id: number): Promise<void> {
    await this.desk.reading.open(id, this.desk.reading.row);
  }

  /** The version of the next source, and after the last the first again. */
  async next(): Promise<void> {
    const now = this.desk.current;
    if (!now) return;
    const ids = now.alsoIn.map(({ id }) => id);
    const next = ids.filter((id) => id > now.id).sort((a, b) => a - b)[0] ?? Math.min(...ids);
    if (Number.isFinite(next)) await this.show(next);
  }

  /** Takes the open version out of its fold; of the one on top, all others. */
  async unfold(): Promise<void> {
    const { desk } = this;
    const article = desk.current;
    if (!article) return;
    const unfold = async () => {
      const folded = await desk.backend.call("unfold", { id: article.id });
      await this.reread(article.id, article.id, folded);
      if (desk.current?.id === article.id) desk.list.add(desk.current);
      return folded;
    };
    const folded = await unfold();
    const undo = async () => {
      for (const { id, under } of folded) desk.list.replace(await desk.backend.call("fold", { id, under }));
      desk.list.remove(new Set(folded.map(({ id }) => id)));
      await this.reread(article.id, article.folded ?? article.id, []);
    };
    desk.undoable({ done: words.foldedAgain, undo, redo: async () => void (await unfold()) }, words.unfolded(folded.length));
  }

  /** Has the list, the article and the counts as they are now. Rows that are read stay where they are. */
  private async reread(id: number, row: number, out: readonly Folded[]): Promise<void> {
    const { desk } = this;
    const gone = new Set(out.map((one) => one.id));
    for (const { under } of out) {
      const top = desk.list.rows.find((one) => one.id === under);
      if (top) desk.list.replace({ ...top, alsoIn: top.alsoIn.filter((one) => !gone.has(one.id)) });
    }
    if (desk.reading.id === id) await desk.reading.open(id, row);
    await desk.list.merge(desk.reading.row);
    desk.sources.recount();
  }
}
