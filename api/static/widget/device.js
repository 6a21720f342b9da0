// Conversations kept on this device: in the browser's storage for this site, until the person deletes them.

const MOST = 20;

export class Device {
  /** @param {string} server part of the key: two servers on one site do not share a history */
  constructor(server) {
    this.key = `dga-chat ${server}`;
  }

  /** Every kept conversation, `{id, at, turns: [{question, reply}]}`, the latest first. */
  all() {
    try {
      const found = JSON.parse(localStorage.getItem(this.key) ?? "[]");
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  }

  /** Keep a conversation; where there is no room, the oldest go. */
  keep(id, turns) {
    const others = this.all().filter((one) => one.id !== id);
    const all = [{ id, at: new Date().toISOString(), turns }, ...others].slice(0, MOST);
    while (all.length && !this.#write(all)) all.pop();
    this.current = id;
  }

  remove(id) {
    this.#write(this.all().filter((one) => one.id !== id));
  }

  clear() {
    this.#write([]);
    this.current = null;
  }

  /** The conversation that this tab shows, so that it is there again after a step to another page. */
  get current() {
    try {
      return sessionStorage.getItem(this.key);
    } catch {
      return null;
    }
  }

  set current(id) {
    try {
      if (id) sessionStorage.setItem(this.key, id);
      else sessionStorage.removeItem(this.key);
    } catch {
      // storage may be switched off; the component works without it
    }
  }

  #write(all) {
    try {
      if (all.length) localStorage.setItem(this.key, JSON.stringify(all));
      else localStorage.removeItem(this.key);
      return true;
    } catch {
      return false;
    }
  }
}
