/*
 * Search that understands how Koreans type. Takes the place of Material's worker and speaks its
 * protocol: 0 set up, 1 ready, 2 query, 3 results.
 *
 * The one search engine: `maedeup find` runs it too (search/engine.py). Endings, weights and labels
 * come with the index, from search/tables.py.
 */
{
  const INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
  // The keys of the two-set layout, in Unicode's order of initials, vowels and finals.
  const KEYS = [
    "r R s e E f a q Q t T d w W c z x v g",
    "k o i O j p u P h hk ho hl y n nj np nl b m ml l",
    " r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g",
  ].map(row => row.split(" "));
  const JAMO = {};
  [...INITIALS].forEach((jamo, index) => JAMO[jamo] = KEYS[0][index]);
  KEYS[2].filter(keys => keys[1]).forEach((keys, index) => JAMO["ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ"[index]] = keys);
  KEYS[1].forEach((keys, index) => JAMO[String.fromCharCode(0x314f + index)] = keys);
  const HANGUL = /[가-힣]/, INITIAL_ONLY = /^[ㄱ-ㅎ]+$/;
  const BODY_FIELD = 4, OUTPUT_FIELD = 7, N_FIELDS = 8;
  // Title, alias, heading, code: a word that stands in none of them is rarely what is asked about.
  const TOPIC_FIELDS = [0, 1, 2, 5];
  const LONGEST_RUN = 5;

  /* ---- words: as they are typed, and as they stand in a text ---- */

  const keyOf = text => /^[a-z0-9가-힣]*$/.test(text) ? text
    : text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
  const syllable = char => {
    const code = char.charCodeAt(0) - 0xac00;
    return code >= 0 && code < 11172 ? code : -1;
  };

  /* The keys that type a text: one slip of the finger is one different character. */
  function toKeys(text) {
    let out = "";
    for (const char of text) {
      const code = syllable(char);
      out += code < 0 ? JAMO[char] ?? char
        : KEYS[0][code / 588 | 0] + KEYS[1][(code / 28 | 0) % 21] + KEYS[2][code % 28];
    }
    return out;
  }

  const VOWELS = "hk|ho|hl|nj|np|nl|ml|[koiOjpuPhynbml]";
  const FINALS = "rt|sw|sg|fr|fa|fq|ft|fx|fv|fg|qt|[rRsefaqtTdwczxvg]";
  const SYLLABLE = new RegExp(`([rRseEfaqQtTdwWczxvg])(${VOWELS})((?:${FINALS})(?![koiOjpuPhynbml]))?`, "g");

  function fromKeys(text) {
    const plain = text.replace(/[A-Z]/g, key => /[QWERTOP]/.test(key) ? key : key.toLowerCase());
    return plain.replace(SYLLABLE, (_, initial, vowel, final = "") => String.fromCharCode(0xac00 +
      (KEYS[0].indexOf(initial) * 21 + KEYS[1].indexOf(vowel)) * 28 + KEYS[2].indexOf(final)));
  }

  /* What was typed, as if the other keyboard layout had been on; "" if that makes no sense. */
  function otherLayout(raw) {
    if (/[가-힣ㄱ-ㅣ]/.test(raw)) return toKeys(raw).toLowerCase();
    for (const text of [raw, raw.toLowerCase()]) {
      const hangul = fromKeys(text);
      if (!/[a-zA-Z]/.test(hangul) && /[가-힣]{2}/.test(hangul)) return hangul;
    }
    return "";
  }

  const wordsOf = query => query.normalize("NFC").split(/[\s,?!;"'“”‘’()\[\]{}<>·/]+/)
    .map(word => word.replace(/^[.:\-~]+|[.:\-~]+$/g, "")).filter(word => keyOf(word));

  const camel = text => {
    const cut = text.replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g,
      (_, end = "", start = "", capital = "") => `${end}${capital} ${start}`);
    return (cut === text ? text : `${text} ${cut}`).toLowerCase();
  };

  const escaped = text => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  const NO_LETTER_BEFORE = "(?<![a-z0-9])", NO_LETTER_AFTER = "(?![a-z0-9])";

  /* A pattern for a word that allows the spaces Koreans put in or leave out. */
  function spaced(word) {
    let out = HANGUL.test(word[0]) ? "" : NO_LETTER_BEFORE;
    for (let i = 0; i < word.length; i++) {
      if (i >= 2 && i <= word.length - 2 && /^[가-힣]{2}$/.test(word.slice(i - 1, i + 1))) out += " ?";
      out += word[i] === " " ? " ?" : escaped(word[i]);
    }
    return out;
  }

  /* A pattern for the last syllable of a stem: 지 is also 진, 질, 졌. */
  function flexed(char) {
    const code = syllable(char), final = code % 28, vowel = (code / 28 | 0) % 21;
    if (code < 0 || ![0, 4, 8, 16, 17, 20].includes(final)) return escaped(char);
    const contracted = { 20: 6, 13: 14, 8: 9, 18: 4 }[vowel] ?? ((code / 588 | 0) === 18 ? 1 : vowel);
    const bases = [code - final];
    if (contracted !== vowel) bases.push(code - final + (contracted - vowel) * 28);
    return `[${bases.map(base => String.fromCharCode(0xac00 + base) + "-" +
      String.fromCharCode(0xac00 + base + 27)).join("")}]`;
  }

  const latin = word => NO_LETTER_BEFORE +
    escaped(word).replace(/\\\./g, ".").replace(/[-_. ]+/g, "[-_. ]?") +
    (word.length < 3 ? NO_LETTER_AFTER : "");

  function englishStem(word) {
    const stem = word
      .replace(/(?:ational|izations?|ations?|ingly|ings?|edly|ed|ers?|ly|ies|es|s|e|y)$/, "")
      .replace(/([^aeiouls])\1$/, "$1");
    return stem.length > 3 ? stem : word;
  }

  const budget = typed => typed.length < 5 ? 0 : typed.length < 10 ? 1 : 2;

  /* Edit distance, two swapped strokes counted as one. */
  function slips(a, b) {
    let before = [], row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const last = row;
      row = [i];
      for (let j = 1; j <= b.length; j++) {
        let cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] !== b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
          cost = Math.min(cost, before[j - 2] + 1);
        row.push(cost);
      }
      before = last;
    }
    return row[b.length];
  }

  function latinTerms(word) {
    const terms = [{ pattern: latin(word), weight: 1, show: word }];
    const parts = word.split(/[-_.]+/).filter(part => part.length > 1);
    if (parts.length > 1) {
      const end = word.slice(word.lastIndexOf(".") + 1);
      const last = end !== word && end.length > 1 ? end : "";
      if (last) terms.push({ pattern: latin(last), weight: 0.5, show: last });
      for (const part of parts)
        if (part !== last) terms.push({ pattern: latin(part), weight: 0.2, show: part });
    } else if (englishStem(word) !== word)
      terms.push({ pattern: latin(englishStem(word)), weight: 0.7, show: englishStem(word) });
    return terms;
  }

  /* Words by the number of keys that type them; read until a time, as there may be many. */
  class Spelling {
    constructor(words) { Object.assign(this, { words, rows: [], isWhole: false }); }

    read(until = Infinity) {
      while (!this.isWhole && performance.now() < until) {
        const { value, done } = this.words.next();
        if (this.isWhole = done) return this;
        if (!value) continue;
        const keys = toKeys(value);
        (this.rows[keys.length] ??= []).push([value, keys, lettersOf(keys)]);
      }
      return this;
    }

    startingWith(typed) {
      return this.read().rows.slice(typed.length + 1).flatMap(row =>
        row ? row.filter(([, keys]) => keys.startsWith(typed)) : []);
    }

    /* Calls back with each word at most so many slips away. */
    near(typed, most, found) {
      const letters = lettersOf(typed);
      for (const row of this.read().rows.slice(Math.max(0, typed.length - most), typed.length + most + 1))
        for (const [word, keys, others] of row ?? []) {
          // A slip adds and takes a letter at most: few pairs of words get as far as being compared.
          let differing = letters ^ others, count = 0;
          for (; differing; count++) differing &= differing - 1;
          if (count > 2 * most) continue;
          const distance = slips(typed, keys);
          if (distance <= most) found(word, distance);
        }
    }
  }

  const lettersOf = keys => {
    let letters = 0;
    for (let i = 0; i < keys.length; i++) letters |= 1 << (keys.charCodeAt(i) & 31);
    return letters;
  };

  const add = (map, key, value) => map.set(key, (map.get(key) ?? 0) + value);

  /* One field of all documents as one text, joined and lowered when it is first looked through. */
  class Field {
    constructor() { Object.assign(this, { docs: [], starts: [0], parts: [], lengths: new Map(), end: 0 }); }

    add(number, page, content) {
      this.docs.push(number);
      this.parts.push(content);
      this.starts.push(this.end += content.length + 1);
      add(this.lengths, page, content.length);
    }

    get text() { return this.whole ??= this.parts.join("\n").toLowerCase(); }
    get mean() { return (this.end - this.docs.length) / Math.max(1, this.lengths.size); }
  }

  /* ---- the index, read for searching ---- */

  class Finder {
    constructor({ config, docs, options }) {
      const own = config.maedeup;
      Object.assign(this, {
        docs, sound: own.sound, spoken: own.spoken, rank: own.ranking, reasons: own.reasons, marks: own.marks,
        absent: new Set(own.absent), stop: new Set(own.stop),
        endings: new RegExp(`^(?:${own.endings})+$`), suggests: options?.suggest,
        synonyms: own.synonyms.map(group => group.map(word => word.toLowerCase())),
        page: [], names: new Map(), scans: new Map(), nPages: 0, nNamed: 0,
      });
      this.same = new Map(own.synonyms.flatMap(group => group.map(word => [keyOf(word), group])));
      this.members = this.synonyms.flatMap(group => group.map(word =>
        [new RegExp(NO_LETTER_BEFORE + spaced(word) + NO_LETTER_AFTER, "g"), word, group]));
      this.read();
      this.spelt = new Spelling(this.names.keys());
      this.speltBodies = new Spelling(this.bodyWords());
    }

    read() {
      const pages = new Map();
      this.fields = Array.from({ length: N_FIELDS }, () => new Field());
      this.docs.forEach((doc, number) => {
        const url = doc.location.split("#")[0];
        if (!pages.has(url)) pages.set(url, number);
        const page = this.page[number] = pages.get(url);
        const isPage = page === number, isCode = doc.kind === "snippet";
        [
          isPage ? camel(doc.title) : "",
          doc.aliases ? camel(doc.aliases.join(" | ")) : "",
          isPage || isCode ? "" : doc.title,
          doc.claim ? doc.text.slice(0, doc.claim) : "",
          doc.text,
          isCode ? camel(`${doc.title} ${doc.code ?? ""}`) : "",
          doc.tags ? doc.tags.join(" ") : "",
          doc.output ?? "",
        ].forEach((content, field) => content && this.fields[field].add(number, page, content));
      });
      this.nPages = pages.size;
    }

    /* Reads the names of documents until a time; false when more are left. */
    readNames(until = Infinity) {
      while (this.nNamed < this.docs.length && performance.now() < until) this.readName(this.nNamed++);
      return this.nNamed === this.docs.length;
    }

    readName(number) {
      const doc = this.docs[number], page = this.page[number], rank = this.rank;
      const { title, aliases = [] } = doc;
      const name = (show, weight, isTitle = false) => {
        const key = keyOf(show);
        if (key.length < 2) return;
        const names = this.names.get(key);
        if (!names) this.names.set(key, [{ show, page, weight, isTitle }]);
        // Documents come page by page, so a page that has the name already has it last.
        else if (names[names.length - 1].page !== page) names.push({ show, page, weight, isTitle });
      };
      if (page !== number) {
        name(title.replace(/\.py$/, ""), doc.kind === "snippet" ? rank.snippet : rank.heading);
        return;
      }
      name(title, rank.title, true);
      for (const alias of aliases) name(alias, rank.alias);
      for (const part of title.split(/[,:()]\s*|[와과] /)) name(part, rank.title_part);
      for (const known of [title, ...aliases])
        for (const other of this.same.get(keyOf(known)) ?? []) name(other, rank.alias * rank.synonym);
      for (const known of [title, ...aliases])
        for (const word of known.split(/[\s,:()]+/)) name(word, rank.word);
    }

    /* How often each document that matches does so in each field, and with which words. */
    scan(pattern) {
      let found = this.scans.get(pattern);
      if (found) return found;
      if (this.scans.size > 400) this.scans.clear();
      this.scans.set(pattern, found = new Map());
      const [, letters] = pattern.match(/^(?:\(\?<![^)]*\))?([a-z0-9가-힣]*)/);
      const regex = new RegExp(pattern, letters ? "y" : "g");
      this.fields.forEach(({ docs, starts, text }, field) => {
        let at = 0, start = -1, end = 0;
        for (;;) {
          // To look for the letters first is faster, most of all in the terminal's engine.
          if (letters && (start = text.indexOf(letters, Math.max(end, start + 1))) < 0) break;
          regex.lastIndex = letters ? start : end;
          const match = regex.exec(text);
          if (!match && letters) continue;
          if (!match?.[0]) break;
          start = match.index;
          end = regex.lastIndex;
          while (starts[at + 1] <= start) at++;
          let worth = HANGUL.test(text[start - 1] ?? "") ? 0.5 : 1;
          if (/[\x00-\x7f]/.test(text[end - 1]) && /[A-Za-z0-9_]/.test(text[end] ?? "")) worth *= 0.6;
          let row = found.get(docs[at]);
          if (!row) found.set(docs[at], row = { counts: new Array(N_FIELDS).fill(0), word: match[0] });
          row.counts[field] += worth;
        }
      });
      return found;
    }

    stems(word) {
      const stems = [word];
      for (let end = word.length - 1; end > 0; end--)
        if (this.endings.test(word.slice(end))) stems.push(word.slice(0, end));
      return stems;
    }

    isName(word) { return this.names.has(keyOf(word)); }
    matches(terms) { return terms.some(term => this.scan(term.pattern).size); }

    /* ---- from words to terms, and to names ---- */

    literal(word) {
      if (!HANGUL.test(word)) return latinTerms(word);
      const stems = this.stems(word), known = stems.find(stem => this.isName(stem));
      if (known !== undefined) {
        const terms = [{ pattern: spaced(known), weight: 1, show: known }];
        for (let end = known.length - 1; end > Math.max(1, known.length >> 1); end--) {
          const part = known.slice(0, end);
          if (this.isName(part)) return [...terms, { pattern: spaced(part), weight: 0.3, show: part }];
        }
        return terms;
      }
      const terms = [{ pattern: spaced(word), weight: 1, show: word }], last = stems[stems.length - 1];
      for (const stem of stems.slice(1).filter(stem => stem.length > 1).slice(-2))
        terms.push({ pattern: spaced(stem.slice(0, -1)) + flexed(stem.slice(-1)), weight: 0.8, show: stem });
      // 나옴 is 나오다 as a noun: its last syllable ends in ㅁ.
      if (word.length > 1 && syllable(word.slice(-1)) % 28 === 16)
        terms.push({ pattern: spaced(word.slice(0, -1)) + flexed(word.slice(-1)), weight: 0.7, show: word });
      if (stems.length > 1 && last.length === 1)
        terms.push({ pattern: `${flexed(last)}(?<![가-힣].)(?=[가-힣])`, weight: 0.3, show: last });
      return terms;
    }

    synonymsOf(word) {
      const stems = new Set(this.stems(word).map(keyOf));
      return this.synonyms.filter(group => group.some(member => stems.has(keyOf(member))))
        .flatMap(group => group.filter(other => !stems.has(keyOf(other)) && !this.absent.has(other)).map(other => {
          const [{ pattern, weight }] = this.literal(other);
          return { pattern, weight: weight * this.rank.synonym, show: other, reason: "synonym" };
        }));
    }

    weakened(word, reason) {
      return this.literal(word).map(({ pattern, weight, show }) =>
        ({ pattern, weight: weight * this.rank[reason], show, reason }));
    }

    termsOf(raw, isAlone) {
      const word = raw.toLowerCase();
      if (INITIAL_ONLY.test(word)) {
        const other = toKeys(raw).toLowerCase();
        return this.isName(other) ? this.weakened(other, "layout") : [];
      }
      const terms = [...this.literal(word), ...this.synonymsOf(word)];
      return this.matches(terms) ? terms : this.rescue(raw, isAlone);
    }

    /* Reads a word that stands nowhere as another that does; among others only a long one. */
    rescue(raw, isAlone) {
      const other = otherLayout(raw);
      if (other && this.matches(this.weakened(other, "layout").slice(0, 2)))
        return this.weakened(other, "layout");
      const said = (isAlone || raw.length > 3 ? this.said(raw.toLowerCase()) : [])
        .map(word => this.weakened(word, "sound")[0]);
      for (const known of isAlone ? [this.spelt, this.speltBodies] : [this.spelt]) {
        const near = this.near(raw.toLowerCase(), known, isAlone ? 2 : 1);
        if (near.length) return said.concat(near.slice(0, 4).flatMap(word =>
          [...this.weakened(word, "typo").slice(0, 1), ...this.synonymsOf(word)]));
      }
      if (said.length) return said;
      const hangul = HANGUL.test(raw), shortest = Math.max(hangul ? 2 : 4, Math.ceil(raw.length * 0.6));
      for (let end = raw.length - 1; end >= shortest; end--) {
        const pattern = (hangul ? spaced : latin)(raw.slice(0, end).toLowerCase());
        if (this.scan(pattern).size)
          return [{ pattern, weight: this.rank.part, show: raw.slice(0, end), reason: "part" }];
      }
      return [];
    }

    /* The Latin names that sound as a text in Hangul does. */
    said(text) {
      if (/^[가-힣]+$/.test(text)) for (const stem of this.stems(text)) {
        const names = this.spoken[[...stem.normalize("NFD")].map(jamo => this.sound[jamo] ?? "")
          .join("").replace(/(.)\1+/g, "$1")];
        if (names) return names;
      }
      return [];
    }

    near(word, known, limit = 2) {
      const found = new Map();
      for (const stem of this.stems(word)) {
        const typed = toKeys(keyOf(stem));
        const most = limit < 2 && typed.length < 9 ? 0 : Math.min(limit, budget(typed));
        if (most) known.near(typed, most, (name, distance) => {
          if (distance < (found.get(name) ?? 9)) found.set(name, distance);
        });
      }
      const least = Math.min(...found.values());
      return [...found.keys()].filter(name => found.get(name) === least).sort();
    }

    /* All words of the bodies, for slips in words that no title has; nothing between two bodies. */
    * bodyWords() {
      const seen = new Set();
      for (const text of this.fields[BODY_FIELD].text.split("\n")) {
        yield "";
        for (const [word] of text.matchAll(/[가-힣]{2,}|[a-z0-9]{3,}/g)) {
          if (seen.has(word)) continue;
          seen.add(word);
          const stem = this.stems(word).pop();
          if (stem.length > 1) yield stem;
        }
      }
    }

    /* Cuts a word that stands nowhere into names that do. */
    split(raw) {
      const word = raw.toLowerCase();
      if (INITIAL_ONLY.test(word) || this.matches(this.literal(word).slice(0, 2))) return [raw];
      if (/^[안못왜]/.test(word) && this.matches(this.literal(word.slice(1)).slice(0, 2)))
        return [raw[0], raw.slice(1)];
      for (let end = word.length - 1; end >= (HANGUL.test(word) ? 2 : 4); end--)
        if (this.isName(word.slice(0, end)) && raw.length - end > 1)
          return [raw.slice(0, end), ...this.split(raw.slice(end))];
      return [raw];
    }

    named(words, isWhole) {
      const joined = words.join(" "), key = keyOf(joined), rank = this.rank;
      let found = this.exactly(joined, 1, "");
      if (!found.length) for (const variant of this.variants(joined.toLowerCase()))
        found.push(...this.exactly(variant, rank.synonym, "synonym"));
      if (INITIAL_ONLY.test(key) && key.length > 1) found.push(...this.byInitials(key));
      if (found.length || !(isWhole || words.length === 1)) return found;
      const other = otherLayout(joined);
      if (other) found = this.exactly(other, rank.layout, "layout");
      if (found.length || !isWhole) return found;
      for (const said of this.said(joined.toLowerCase())) found.push(...this.exactly(said, rank.sound, "sound"));
      for (const near of this.near(key, this.spelt).slice(0, 4))
        found.push(...this.exactly(near, rank.typo, "typo"));
      return found;
    }

    exactly(text, worth, reason) {
      const cut = text.lastIndexOf(" "), start = text.slice(0, cut + 1), word = this.rank.word;
      const last = text.slice(cut + 1).toLowerCase();
      for (const stem of this.stems(last)) {
        const names = this.names.get(keyOf(start + stem));
        if (!names) continue;
        const shared = Math.sqrt(names.filter(name => name.weight === word).length);
        const value = worth * (stem === last ? 1 : 0.98);
        return names.map(name => [name, name.weight === word ? value / shared : value, reason]);
      }
      return [];
    }

    variants(text) {
      const variants = [text];
      let done;
      for (const [pattern, member, group] of this.members)
        if (group !== done && text.search(pattern) >= 0) {
          done = group;
          const others = group.filter(other => other !== member).slice(0, 6);
          for (const variant of variants.slice(0, 6))
            for (const other of others) variants.push(variant.replace(pattern, () => other));
        }
      return variants.slice(1);
    }

    byInitials(key) {
      const found = [];
      // An input method makes one ㄳ of ㄱ and ㅅ typed one after the other.
      const typed = fromInitials(key);
      for (const [known, names] of this.names) {
        let i = 0;
        while (i < typed.length && i < known.length) {
          const code = syllable(known[i]);
          if ((code < 0 ? known[i] : INITIALS[code / 588 | 0]) !== typed[i]) break;
          i++;
        }
        if (i < typed.length) continue;
        const share = typed.length / known.length;
        for (const name of names)
          found.push([name, this.rank.initials * (share === 1 ? 1 : 0.6 * share), "initials"]);
      }
      return found;
    }

    /* Names that begin as the query does, whose last syllable may be unfinished. */
    typing(words) {
      const key = keyOf(words.join(" ")), typed = toKeys(key), found = [];
      if (typed.length < 2 || INITIAL_ONLY.test(key)) return found;
      for (const [known, keys] of this.spelt.startingWith(typed)) for (const name of this.names.get(known))
        found.push([name, this.rank.typing * Math.sqrt(typed.length / keys.length), ""]);
      return found;
    }

    /* ---- ranking ---- */

    /* BM25F over the words of a query. */
    tally(words) {
      const { rank, page, fields } = this, inDoc = new Map(), score = new Map();
      const covered = new Map(), together = new Map(), asked = [];
      const isStopWord = word => this.stems(word.toLowerCase()).some(stem => this.stop.has(stem));
      const known = words.filter(word => !isStopWord(word) && this.matches(this.literal(word.toLowerCase())));
      let total = 0;
      for (const word of words) {
        const best = new Map(), by = new Map(), totals = new Map();
        const terms = this.termsOf(word, known.length < 1);
        // Outputs speak English: Hangul in them is no more a topic than what a text says.
        const topics = HANGUL.test(word) ? TOPIC_FIELDS : [...TOPIC_FIELDS, OUTPUT_FIELD];
        let topic = rank.filler;
        for (const term of terms)
          for (const [doc, { counts }] of this.scan(term.pattern)) {
            const row = best.get(doc);
            // Most documents have one term, whose counts need no copy.
            best.set(doc, row ? { counts: row.counts.map((count, f) =>
              Math.max(count * row.weight, counts[f] * term.weight)), weight: 1 }
              : { counts, weight: term.weight });
            if (term.weight > (by.get(page[doc])?.weight ?? 0)) by.set(page[doc], term);
          }
        for (const [doc, { counts, weight }] of best) for (let f = 0; f < N_FIELDS; f++) {
          if (!counts[f]) continue;
          if (counts[f] * weight >= 0.5 && topics.includes(f)) topic = Math.max(topic, f < 2 ? 1 : rank.topic);
          const { lengths, mean } = fields[f], b = rank.b[f], at = page[doc];
          add(totals, at, rank.weight[f] * counts[f] * weight / (1 - b + b * lengths.get(at) / mean));
        }
        const isStop = isStopWord(word);
        let df = 0;
        for (const term of by.values()) df += term.weight;
        const idf = Math.log(1 + (this.nPages - df + 0.5) / (df + 0.5)) * (isStop ? rank.stop : topic);
        total += idf;
        for (const doc of best.keys()) add(inDoc, doc, idf);
        for (const [at, count] of totals) {
          add(score, at, idf * (rank.k1 + 1) * count / (rank.k1 + count));
          add(covered, at, idf * by.get(at).weight);
        }
        asked.push({ word, isStop, by, terms });
      }
      for (const [doc, idf] of inDoc)
        together.set(page[doc], Math.max(together.get(page[doc]) ?? 0, idf));
      for (const [at, value] of score)
        score.set(at, value * (0.75 + 0.25 * together.get(at) / (total || 1)) * covered.get(at) / (total || 1));
      return { score, inDoc, asked };
    }

    scoreNames(words) {
      const best = new Map(), n = words.length, rank = this.rank;
      const says = words.filter(word => !this.stop.has(word.toLowerCase()));
      const total = keyOf((says.length ? says : words).join("")).length || 1;
      for (let start = 0; start < n; start++) for (let end = start + 1; end <= n; end++) {
        const isWhole = end - start === n, run = words.slice(start, end);
        if (!isWhole && (run.length > LONGEST_RUN || run.every(w => this.stop.has(w.toLowerCase()))))
          continue;
        const found = this.named(run, isWhole);
        if (end === n && (isWhole || run.length === 1)) found.push(...this.typing(run));
        const share = Math.pow(Math.min(1, keyOf(run.join("")).length / total), 1.5);
        for (const [name, worth, reason] of found) {
          let value = worth * name.weight * share * (isWhole || name.weight > 0.7 ? 1 : 0.4) * rank.name;
          let why = reason;
          if (isWhole && worth >= 0.98 && name.weight >= rank.alias) {
            value += name.isTitle ? 100 : 50;
            why = name.isTitle ? "" : "alias";
          }
          if (value > (best.get(name.page)?.[0] ?? 0)) best.set(name.page, [value, name.show, why]);
        }
      }
      return best;
    }

    find(query) {
      this.readNames();
      const words = wordsOf(query).flatMap(word => this.split(word));
      const text = this.tally(words), names = this.scoreNames(words), hits = [];
      for (const page of new Set([...text.score.keys(), ...names.keys()])) {
        const doc = this.docs[page], [worth, name, reason] = names.get(page) ?? [0, "", ""];
        const factor = this.rank.kind[doc.kind] ?? 1;
        const score = (text.score.get(page) ?? 0) * factor +
          worth * (worth < this.rank.name * 0.9 ? factor : 1) + this.rank.links * Math.log1p(doc.links ?? 0);
        hits.push({ page, doc, score, name, reason });
      }
      hits.sort((a, b) => b.score - a.score || (a.doc.location < b.doc.location ? -1 : 1));
      return { words, text, hits };
    }

    /* ---- results, as Material's page renders them ---- */

    answer(query) {
      const { words, text, hits } = this.find(query);
      // Of so many scripts/search.js says that there may be more.
      const best = hits.slice(0, 50), sections = new Map(best.map(({ page }) => [page, []]));
      for (const [doc, idf] of text.inDoc) sections.get(this.page[doc])?.push([idf, doc]);
      const items = best.map(hit => this.render(hit, text, sections.get(hit.page)));
      // A name that the whole query means, mistyped or begun, tells what became of each word.
      const nowhere = !best.length || best[0].reason ? [] : text.asked
        .filter(({ word, isStop, by }) => !isStop && !by.size && !/^\d|[ㄱ-ㅣ]/.test(word)
          && !keyOf(best[0].name).includes(keyOf(word)));
      if (nowhere.length) items[0][0].tags = [...items[0][0].tags ?? [],
        ...nowhere.slice(0, 3).map(({ word }) => html(`${word} · ${this.reasons.nowhere}`))];
      return { items, ...this.suggests && { suggest: this.suggest(words, hits) } };
    }

    render({ page, doc, score, name, reason }, { asked, inDoc }, found) {
      // What is marked, here and on the page: the words as they stand there.
      const seen = new Set(), why = new Map(reason ? [[reason, name]] : []);
      for (const { terms, by, isStop } of asked) {
        const { show, reason: other } = by.get(page) ?? {};
        if (other && !isStop && !why.has(other)) why.set(other, show);
        for (const { pattern, weight } of terms) for (const [, number] of weight < 0.3 ? [] : found)
          seen.add(this.scan(pattern).get(number)?.word);
      }
      seen.delete(undefined);
      const shown = seen.size || !name ? [...seen] : [name.toLowerCase()];
      shown.sort((a, b) => b.length - a.length).splice(8);
      const marks = shown.length ? new RegExp(shown.map(word => escaped(html(word))).join("|"), "gi") : null;
      const terms = Object.fromEntries(shown.map(word => [word, true]));
      for (const { word, by, isStop } of asked)
        if (!isStop && !why.size && !by.has(page)) terms[word] = false;
      const own = inDoc.get(page) ?? 0;
      const reasons = [...why].slice(0, 2).map(([key, show]) => html(`${show} · ${this.reasons[key]}`));
      const item = (entry, value, tags) => ({
        location: entry.location,
        title: mark(html(entry.title), marks),
        text: teaser(entry.text, shown, marks),
        ...tags.length && { tags },
        score: value,
        terms,
      });
      const kind = entry => this.marks[entry.kind] ? [this.marks[entry.kind]] : [];
      const group = [item(doc, score, [...kind(doc), ...reasons])];
      const others = found.filter(([, number]) => number !== page);
      others.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
      for (const [idf, number] of others.slice(0, 3)) {
        const entry = this.docs[number], isBetter = idf > own * 1.001;
        group.push(item(entry, score * (isBetter ? 1 : 0.5), kind(entry)));
      }
      return group;
    }

    /* The end of the word that is being typed, as a title or a name of the best pages has it. */
    suggest(words, hits) {
      const last = words[words.length - 1] ?? "", typed = last.toLowerCase();
      for (const { doc } of typed ? hits.slice(0, 5) : [])
        for (const name of [doc.title, ...doc.aliases ?? []])
          for (const word of [name, ...name.split(/[\s,]+/)])
            if (word.length > last.length && word.toLowerCase().startsWith(typed))
              return [last + word.slice(last.length)];
      return [];
    }
  }

  const fromInitials = key => [...toKeys(key)].map(k => INITIALS[KEYS[0].indexOf(k)]).join("");
  const html = text => text.replace(/[&<>"]/g, c => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
  const mark = (text, marks) => marks ? text.replace(marks, "<mark data-md-highlight>$&</mark>") : text;

  /* The part of a text that has most of the words. */
  function teaser(text, shown, marks, size = 160) {
    const low = text.toLowerCase();
    let best = 0, most = 0;
    for (const word of shown) {
      const at = low.indexOf(word), part = low.slice(at, at + size - 30);
      const count = at < 0 ? 0 : shown.filter(other => part.includes(other)).length;
      if (count > most) [most, best] = [count, at];
    }
    let start = Math.max(0, best - 30);
    if (start) start = text.indexOf(" ", start) + 1 || start;
    const end = start + size, cut = end < text.length;
    return text ? (start ? "…" : "") + mark(html(text.slice(start, end)), marks) + (cut ? "…" : "") : "";
  }

  let finder;

  /* Between two messages: reads texts, names and words, so that no query waits for it. */
  function warm() {
    const { fields, spelt, speltBodies } = finder, until = performance.now() + 15;
    fields.forEach(field => field.text);
    if (!(finder.readNames(until) && spelt.read(until).isWhole && speltBodies.read(until).isWhole))
      setTimeout(warm);
  }

  function start(index) {
    finder = new Finder(index);
    setTimeout(warm);
  }

  let loading, load;

  /* The index comes when someone is about to search: a page that is only read does without it. */
  function startLater({ config, options }) {
    load = () => loading ??= fetch(new URL(config.maedeup.pages, location)).then(reply => reply.json())
      .then(index => start({ ...index, options }), () => loading = undefined);
    new BroadcastChannel("maedeup-search").onmessage = load; // scripts/search.js says so
  }

  addEventListener("message", ({ data: { type, data } }) => {
    if (type === 0) {
      (data.config.maedeup.pages ? startLater : start)(data);
      postMessage({ type: 1 });
    } else if (type === 2) {
      const isAsked = wordsOf(data).length;
      const answer = () =>
        postMessage({ type: 3, data: isAsked && finder ? finder.answer(data) : { items: [] } });
      if (isAsked && !finder) load().then(answer);
      else answer();
    }
  });
}
