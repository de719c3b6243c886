// What can come next where a query is typed: in the search, and in a rule.
import type { Backend } from "../backend/backend";
import type { SearchProposal } from "../backend/generated/SearchProposal";

export class Completing {
  proposals = $state.raw<readonly SearchProposal[]>([]);
  /** The proposal that Return takes; -1 for none. */
  chosen = $state(-1);
  /** The text up to the cursor that the proposals are for. */
  private before = "";
  /** The end of it that a proposal takes the place of. */
  private replaced = "";
  /** Counts up with every question: an older answer is dropped. */
  private turn = 0;

  constructor(private readonly backend: Backend) {}

  /** What can be typed next, for the text up to the cursor. */
  async complete(before: string): Promise<void> {
    const turn = ++this.turn;
    this.narrow(before);
    // A failure here costs a proposal, nothing else.
    const found = before.trim() === "" ? undefined : await this.backend.call("complete_search", { before }).catch(() => undefined);
    if (turn !== this.turn) return;
    this.show(found?.proposals ?? [], before, found?.typed ?? "");
  }

  /** Until the answer is here, what is shown fits what was typed on: a key takes what the eye sees, however slow the answer. */
  private narrow(before: string): void {
    const on = before.startsWith(this.before) ? before.slice(this.before.length) : undefined;
    const replaced = this.replaced + (on ?? "");
    const fits = (proposal: SearchProposal) => proposal.text.toLowerCase().startsWith(replaced.toLowerCase());
    this.show(on === undefined ? [] : this.proposals.filter(fits), before, replaced);
  }

  /** Shows these; the one that was chosen stays so, if it is among them. */
  private show(proposals: readonly SearchProposal[], before: string, replaced: string): void {
    const chosen = this.proposals[this.chosen]?.text;
    this.chosen = proposals.findIndex(({ text }) => text === chosen);
    this.proposals = proposals;
    this.before = before;
    this.replaced = replaced;
  }

  /** Puts the proposals away. */
  dismiss(): void {
    this.turn += 1;
    this.proposals = [];
    this.chosen = -1;
  }

  /** The next proposal, or the one before; between the last and the first, none. */
  choose(by: 1 | -1): void {
    const count = this.proposals.length + 1;
    this.chosen = ((this.chosen + 1 + by + count) % count) - 1;
  }

  /** The text and the cursor's place in it once a proposal is taken; what it replaces ends at `cursor`. */
  take(proposal: SearchProposal, text: string, cursor: number): { text: string; cursor: number } {
    const begin = text.slice(0, cursor - this.replaced.length);
    // After an operator its value comes; after a value, the next word.
    const taken = proposal.text.endsWith(":") ? proposal.text : `${proposal.text} `;
    return { text: begin + taken + text.slice(cursor).trimStart(), cursor: begin.length + taken.length };
  }
}
