// The way to Standfirst: its native host, which the browser starts for us and ends with the port.

export const api = globalThis.browser ?? globalThis.chrome;

const HOST = "app.standfirst.host";

/** What could not be done; `code` is stable, the message is for the person. */
export class Failure extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** A sentence in the person's language. */
export const text = (name, ...values) => api.i18n.getMessage(name, values.map(String));

/** What the browser says when the host did not start, or ended. Its words are not stable: what is not known is "ended". */
function unreachable(said = "") {
  if (/not found|no such native|forbidden|not registered/i.test(said)) return new Failure("missing", text("hostMissing"));
  return new Failure("ended", text("hostEnded"));
}

export class Host {
  #port;
  #waiting = new Map();
  #asked = 0;
  #closed;

  constructor() {
    this.#port = api.runtime.connectNative(HOST);
    this.#port.onMessage.addListener((answer) => this.#answered(answer));
    this.#port.onDisconnect.addListener((port) => this.#end(unreachable(port.error?.message ?? api.runtime.lastError?.message)));
  }

  get isClosed() {
    return this.#closed !== undefined;
  }

  /** Asks one thing and waits for its answer, as long as `seconds`. */
  ask(op, values = {}, seconds = 45) {
    if (this.#closed) return Promise.reject(this.#closed);
    const id = (this.#asked += 1);
    return new Promise((done, fail) => {
      const late = setTimeout(() => this.#settle(id)?.fail(new Failure("late", text("hostLate"))), seconds * 1000);
      this.#waiting.set(id, { done, fail, late });
      try {
        this.#port.postMessage({ id, op, ...values });
      } catch (error) {
        this.#settle(id)?.fail(unreachable(String(error)));
      }
    });
  }

  close() {
    if (this.#closed) return;
    this.#end(new Failure("ended", text("hostEnded")));
    this.#port.disconnect();
  }

  #settle(id) {
    const one = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(one?.late);
    return one;
  }

  #answered(answer) {
    // 0: our message was none to the host, so that it could not tell whose number it had.
    const ids = answer.id === 0 ? [...this.#waiting.keys()] : [answer.id];
    for (const id of ids) {
      const one = this.#settle(id);
      if (answer.ok) one?.done(answer);
      else one?.fail(new Failure(answer.code, [answer.why, answer.todo].filter(Boolean).map(sentence).join(" ")));
    }
  }

  #end(failure) {
    this.#closed ??= failure;
    for (const id of [...this.#waiting.keys()]) this.#settle(id)?.fail(this.#closed);
  }
}

/** `no article was found` as a sentence of its own. */
function sentence(part) {
  const said = part.trim();
  return said && `${said[0].toLocaleUpperCase()}${said.slice(1)}${/[.!?…]$/.test(said) ? "" : "."}`;
}
