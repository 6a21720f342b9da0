"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const cases = read("cases-data"), charts = read("charts-data"), checks = read("checks-data"), passages = read("passages-data");
  const page = document.documentElement;
  const say = (th, en) => (page.lang === "th" ? th : en);

  const make = (tag, text, className) => {
    const element = document.createElement(tag);
    if (text !== undefined && text !== null) element.textContent = text;
    if (className) element.className = className;
    return element;
  };
  const wanted = (one, names) => names.some((name) => one === name || one.startsWith(name + ".") || one.startsWith(name + "/"));

  // --- Charts: drawn as SVG, whose text the browser shapes as it does any Thai ---
  for (const [id, spec] of Object.entries(charts)) {
    vegaEmbed("#" + id, spec, { renderer: "svg", actions: false });
  }
  for (const figure of document.querySelectorAll(".chart")) {
    if (!(figure.id in charts)) figure.textContent = "–";
  }

  // --- Filters ---
  const field = (id) => document.getElementById(id);
  const fill = (id, values) => [...new Set(values)].sort().forEach((value) => field(id).append(new Option(value, value)));
  fill("cat", cases.map((one) => one.cat));
  fill("check", checks);
  fill("tag", cases.flatMap((one) => one.tags || []));
  const text = new Map(cases.map((one) => [one.id, [
    one.id, one.cat, ...one.turns, ...one.replies.map((reply) => reply.answer), one.note || "", ...(one.cite || []),
  ].join("\n").toLowerCase()]));

  const shows = (one) => {
    const state = field("state").value;
    const words = field("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    return (!state || (state === "passed" && one.passed) || (state === "failed" && !one.passed)
        || (state === "must_pass" && one.must_pass) || (state === "must_pass_failed" && one.must_pass && !one.passed) || one.change === state)
      && (!field("cat").value || one.cat === field("cat").value)
      && (!field("lang").value || one.lang === field("lang").value)
      && (!field("check").value || one.checks[field("check").value] === false)
      && (!field("tag").value || (one.tags || []).includes(field("tag").value))
      && words.every((word) => text.get(one.id).includes(word));
  };

  const list = field("list");
  const draw = () => {
    const found = cases.filter(shows).sort((one, other) => one.passed - other.passed);  // what fails comes first
    list.replaceChildren(...found.map(row));
    field("count").textContent = `${found.length} / ${cases.length}`;
    if (location.hash) document.getElementById(location.hash.slice(1))?.setAttribute("open", "");
  };

  // --- One case ---
  const row = (one) => {
    const details = make("details", null, one.passed ? "case" : "case failed");
    details.id = one.id;
    const summary = make("summary");
    summary.append(make("span", one.passed ? "✓" : "✗", "mark"), make("span", one.id, "name"),
      make("span", `${one.cat} · ${one.lang}`, "cat"), make("span", one.turns.join(" → "), "question"));
    const chips = make("span");
    if (one.must_pass) chips.append(make("span", say("ต้องผ่าน", "must pass"), "chip"));
    if (one.change && one.change !== "unchanged") {
      chips.append(make("span", one.change, "chip " + ({ fixed: "good", broken: "bad" }[one.change] || "")));
    }
    for (const name of checks) if (one.checks[name] === false) chips.append(make("span", name, "chip bad"));
    summary.append(chips);
    details.append(summary);
    // The inside is made when it is first opened: a thousand of them would be slow.
    details.addEventListener("toggle", () => { if (details.open && details.children.length === 1) details.append(inside(one)); });
    return details;
  };

  const part = (box, title, ...elements) => {
    if (elements.length) box.append(make("h4", title), ...elements);
  };

  const inside = (one) => {
    const box = make("div", null, "inside");
    if (one.note) box.append(make("div", one.note));
    box.append(comparison(one));
    one.turns.forEach((turn, at) => {
      box.append(make("div", turn, "turn"));
      if (one.replies[at]) box.append(make("div", one.replies[at].answer, "answer"));
    });
    if (one.error) box.append(make("div", one.error, "answer"));
    const right = one.gold || one.cite || [];
    const last = one.replies.at(-1);
    part(box, say("แหล่งที่อ้าง", "Citations"), ...(last ? last.citations : []).map((each) => {
      const kind = each.exact === false ? "inexact" : wanted(each.anchor_id, right) ? "gold" : "";
      const passage = make("div", null, "passage " + kind);
      passage.append(make("code", `[${each.number}] ${each.anchor_id}`), make("div", each.quote));
      return passage;
    }));
    part(box, say("ผลค้น", "Found by the search"), ...one.found.map((anchor, at) => {
      const passage = make("details", null, "passage" + (wanted(anchor, right) ? " gold" : ""));
      const head = make("summary");
      head.append(make("code", `${at + 1}. ${anchor}`));
      passage.append(head, make("div", passages[anchor]));
      return passage;
    }));
    if (one.decided.length) {
      const table = make("table", null, "compare");
      for (const each of one.decided) {
        const line = table.insertRow();
        for (const value of each) line.insertCell().textContent = value;
      }
      const folded = make("details");
      folded.append(make("summary", say("กฎที่ตรวจ", "Rules checked") + ` (${one.decided.length})`), table);
      box.append(folded);
    }
    const figures = (values) => Object.entries(values).map(([name, value]) => make("span", `${name} ${value}`, "chip"));
    part(box, say("ตัวเลข", "Figures"), wrap(figures(one.figures)));
    part(box, say("ขั้นตอน (มิลลิวินาที)", "Trace (ms)"), wrap([...figures(one.ms), ...figures(one.notes)]));
    return box;
  };
  const wrap = (elements) => { const line = make("div"); line.append(...elements); return line; };

  const comparison = (one) => {
    const before = one.before, table = make("table", null, "compare");
    const head = table.insertRow();
    for (const name of ["", say("ที่ถูก", "right"), say("ที่ได้", "got"), ...(before ? [say("ครั้งก่อน", "before")] : [])]) head.append(make("th", name));
    const cited = [...new Set((one.replies.at(-1)?.citations || []).map((each) => each.anchor_id))].sort();
    const line = (name, right, got, was, bad) => {
      const row = table.insertRow();
      row.append(make("th", name));
      row.insertCell().textContent = right;
      row.insertCell().textContent = got ?? "–";
      if (bad) row.cells[2].className = "differs";
      if (before) { row.insertCell().textContent = was ?? "–"; if ((was ?? "–") !== (got ?? "–")) row.cells[3].className = "differs"; }
    };
    line("outcome", one.outcome.join(" | "), one.got.outcome, before?.outcome, one.checks.outcome === false);
    line("result", (one.result || []).join(" | ") || "–", one.got.result, before?.result, one.checks.result === false);
    line("approach", one.approach || "–", one.got.approach, before?.approach, one.checks.approach === false);
    line("cite", (one.gold || one.cite || []).join("\n"), cited.join("\n"), before?.cited.join("\n"), one.checks.cite === false);
    if (one.must) line("must", one.must.join("\n"), one.checks.must ? "✓" : "✗", undefined, one.checks.must === false);
    if (one.must_not) line("must_not", one.must_not.join("\n"), one.checks.must_not ? "✓" : "✗", undefined, one.checks.must_not === false);
    if (one.needs) line("needs", one.needs + " → no_answer", one.left_out, undefined, one.left_out !== "no_answer");
    for (const cell of table.querySelectorAll("td")) cell.style.whiteSpace = "pre-wrap";
    return table;
  };

  field("filters").addEventListener("input", draw);
  field("language").addEventListener("click", () => { page.lang = page.lang === "th" ? "en" : "th"; draw(); });
  draw();
})();
