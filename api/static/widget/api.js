// The server, as the component speaks to it.

/** An error that the server explained (RFC 9457). */
export class ProblemError extends Error {
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** The stream ended before the reply was whole. */
export class BrokenStream extends Error {}

export class Api {
  /** @param {string} base the server's address @param {() => string} language */
  constructor(base, language) {
    this.base = base.replace(/\/+$/, "");
    this.language = language;
  }

  /** Send a message and return the whole reply; `on.verdict` and `on.token` are called as parts arrive. */
  async chat(body, on, signal) {
    const response = await this.#fetch("/v1/chat", body, { accept: "text/event-stream" }, signal);
    let reply = null;
    for await (const { event, data } of events(response.body)) {
      if (event === "done") reply = data;
      else on[event]?.(data);
    }
    if (!reply) throw new BrokenStream();
    return reply;
  }

  async check(facts, approach, signal) {
    const body = { facts, approach, language: this.language() };
    return (await this.#fetch("/v1/check", body, {}, signal)).json();
  }

  async passages(documentId, anchor) {
    const path = [documentId, ...anchor.split("/")].map(encodeURIComponent).join("/");
    return (await this.#fetch(`/v1/passages/${path}`)).json();
  }

  async feedback(body) {
    await this.#fetch("/v1/feedback", body);
  }

  async #fetch(path, body, headers = {}, signal = undefined) {
    const response = await fetch(this.base + path, {
      method: body ? "POST" : "GET",
      headers: { ...headers, "accept-language": this.language(), ...(body && { "content-type": "application/json" }) },
      body: body && JSON.stringify(body),
      credentials: "omit",
      signal,
    });
    if (!response.ok) throw new ProblemError(await response.json().catch(() => ({})));
    return response;
  }
}

/** Read server-sent events, whose data is JSON, from a stream of bytes. */
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest = (rest + value).replaceAll("\r\n", "\n");
    const blocks = rest.split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      let event = "message";
      const data = [];
      for (const line of block.split("\n")) {
        if (line.startsWith("event:")) event = line.slice(6).trim();
        if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
      }
      if (data.length) yield { event, data: JSON.parse(data.join("\n")) };
    }
  }
}
