// The search of a static site. It reads a few files of an index that `almoner site` wrote: no
// server answers it. cli/static_site/finding.py says how the index lies; keep the two alike.

const INDEX = "/search/index/";
const SHOWN = 20;
const LONGEST = 40;
// Where each fact of a record stands.
const [ADDRESS, TITLE, ABOUT, REGISTER, DAY, AMOUNT, PARTY, NAME] = [0, 1, 2, 3, 5, 6, 7, 8];

const form = document.getElementById("search");
const page = document.getElementById("found");
const list = document.getElementById("results");
const status = document.getElementById("status");
const more = document.getElementById("more");
const only = document.getElementById("only");
const words = page.dataset;
const fetched = new Map();

const pounds = new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" });
const days = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const counts = new Intl.NumberFormat("en-GB");

let found = [];
let shown = 0;
let asked = 0;

function read(file) {
  if (!fetched.has(file)) {
    const answer = fetch(INDEX + file).then((response) => {
      if (!response.ok) throw new Error(`${file}: ${response.status}`);
      return response.json();
    });
    answer.catch(() => fetched.delete(file));
    fetched.set(file, answer);
  }
  return fetched.get(file);
}

function wordsIn(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const all = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(all.map((word) => [...word].slice(0, LONGEST).join("")))];
}

function unpacked(steps) {
  const numbers = [];
  let at = -1;
  for (const step of steps) {
    if (step > 0) numbers.push((at += step));
    else for (let more = step; more < 0; more += 1) numbers.push((at += 1));
  }
  return numbers;
}

const fileName = (beginning) => [...beginning].map((c) => c.codePointAt(0).toString(16)).join("-");

// The numbers of the records that say a word, or one that begins so.
async function saying(index, word, { whole }) {
  const shards = index.shards.filter(
    (beginning) => word.startsWith(beginning) || (!whole && beginning.startsWith(word)),
  );
  const parts = await Promise.all(shards.map((name) => read(`words/${fileName(name)}.json`)));
  const numbers = new Set();
  for (const shard of parts) {
    for (const [said, steps] of Object.entries(shard)) {
      if (whole ? said === word : said.startsWith(word)) {
        for (const number of unpacked(steps)) numbers.add(number);
      }
    }
  }
  return numbers;
}

async function answersTo(index, wanted) {
  const whole = (word) => saying(index, word, { whole: true });
  const each = wordsIn(wanted.q).map((word) => saying(index, word, { whole: word.length < 2 }));
  for (const word of wordsIn(wanted.recipient).slice(1)) each.push(whole(word));
  if (wanted.register) each.push(whole(`~${wanted.register}`));
  if (wanted.year) each.push(whole(`~${wanted.year}`));
  const sets = (await Promise.all(each)).sort((one, other) => one.size - other.size);
  if (sets.length === 0) return [];
  const both = [...sets[0]].filter((number) => sets.every((set) => set.has(number)));
  if (wanted.sort !== "amount") return both.sort((one, other) => one - other);
  const kept = new Set(both);
  const largest = (await read("amounts.json")).filter((number) => kept.has(number));
  const priced = new Set(largest);
  return [...largest, ...both.filter((number) => !priced.has(number)).sort((a, b) => a - b)];
}

function result(index, record) {
  const item = document.getElementById("result").content.cloneNode(true);
  const put = (name, text) => {
    const place = item.querySelector(`[data-is="${name}"]`);
    if (text) place.textContent = text;
    else place.remove();
  };
  const link = item.querySelector("a[data-is=title]");
  link.href = record[ADDRESS];
  link.textContent = record[TITLE];
  put("about", record[ABOUT]);
  put("register", words[`register${record[REGISTER]}`]);
  put("day", record[DAY] && days.format(new Date(record[DAY])));
  put("amount", record[AMOUNT] !== null && pounds.format(record[AMOUNT]));
  const same = item.querySelector("[data-is=same]");
  if (record[PARTY] && record[PARTY] !== said().recipient) {
    const query = new URLSearchParams({ recipient: record[PARTY] });
    same.querySelector("a").href = `${location.pathname}?${query}`;
    put("whose", record[NAME]);
  } else same.remove();
  return item;
}

// What an organisation is called, by its reference.
async function nameOf(reference) {
  const wanted = { q: "", recipient: reference, register: "organisations", year: "", sort: "" };
  const index = await read("index.json");
  const [number] = await answersTo(index, wanted);
  if (number === undefined) return reference;
  const block = await read(`records/${Math.floor(number / index.block)}.json`);
  return block[number % index.block][TITLE];
}

function tellWho(name) {
  only.querySelector("[data-is=who]").textContent = name;
}

async function showMore() {
  const index = await read("index.json");
  const some = found.slice(shown, shown + SHOWN);
  const blocks = await Promise.all(
    some.map((number) => read(`records/${Math.floor(number / index.block)}.json`)),
  );
  const before = shown;
  some.forEach((number, at) => list.append(result(index, blocks[at][number % index.block])));
  shown += some.length;
  more.hidden = shown >= found.length;
  if (before > 0) list.children[before].querySelector("a").focus();
}

function said() {
  const fields = new FormData(form);
  const wanted = Object.fromEntries(
    ["q", "register", "year", "sort", "recipient"].map((name) => [name, fields.get(name) ?? ""]),
  );
  return { ...wanted, q: wanted.q.trim() };
}

async function search() {
  const wanted = said();
  const turn = (asked += 1);
  only.hidden = !wanted.recipient;
  only.querySelector("[data-is=who]").textContent = wanted.recipient;
  if (wanted.recipient) nameOf(wanted.recipient).then((name) => turn === asked && tellWho(name));
  if (!wanted.q && !wanted.recipient && !wanted.register && !wanted.year) {
    [found, shown] = [[], 0];
    list.replaceChildren();
    more.hidden = true;
    status.textContent = "";
    return;
  }
  status.textContent = words.looking;
  try {
    const answers = await answersTo(await read("index.json"), wanted);
    if (turn !== asked) return; // somebody has asked something else meanwhile
    [found, shown] = [answers, 0];
    list.replaceChildren();
    await showMore();
    const count = words.found.replace("0", counts.format(found.length));
    status.textContent = found.length ? count : words.none;
  } catch {
    status.textContent = words.broken;
  }
}

// The address says what is asked, so that it can be kept and sent.
function fill() {
  const query = new URLSearchParams(location.search);
  for (const name of ["q", "register", "year", "sort", "recipient"]) {
    form.elements[name].value = query.get(name) ?? "";
    if (form.elements[name].selectedIndex === -1) form.elements[name].selectedIndex = 0;
  }
}

function note() {
  const query = new URLSearchParams(Object.entries(said()).filter(([, value]) => value));
  const address = query.size ? `${location.pathname}?${query}` : location.pathname;
  history.pushState(null, "", address);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  note();
  search();
});
only.querySelector("button").addEventListener("click", () => {
  form.elements.recipient.value = "";
  form.requestSubmit();
  form.elements.q.focus();
});
more.addEventListener("click", showMore);
addEventListener("popstate", () => {
  fill();
  search();
});

form.hidden = false;
fill();
search();
