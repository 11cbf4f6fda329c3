/** What people say in the proof of redaction: numbers that are to be found nowhere afterwards, among ordinary words that are to be found everywhere. */

export type Canary = {
  readonly name: string;
  /** Its digits; six of them in a row are too many. */
  readonly digits?: string;
  /** Not to be found as they stand, in any case and with anything but letters between them. */
  readonly words?: string;
};

export const LISTED: string = 'project nightingale';

type Name = 'visa' | 'master' | 'shared' | 'discover' | 'amex' | 'jcb' | 'maestro' | 'iban' | 'german' | 'nhs' | 'listed';

export const canaries: Readonly<Record<Name, Canary>> = {
  visa: { name: 'a Visa card in figures', digits: '4929176308526340' },
  master: { name: 'a Mastercard in words', digits: '5412753486019826' },
  discover: { name: 'a Discover card in pieces', digits: '6011492573860411' },
  amex: { name: 'an American Express card with fillers', digits: '378246931750288' },
  jcb: { name: 'a card while another talks', digits: '3530196428571037' },
  shared: { name: 'a card of which each says a half', digits: '4539578763621486' },
  maestro: { name: 'a Maestro card of nineteen digits', digits: '6759649826438453110' },
  iban: { name: 'an IBAN', digits: '60161331926819' },
  german: { name: 'an IBAN, spelt', digits: '89370400440532013000' },
  nhs: { name: 'an NHS number', digits: '9434765919' },
  listed: { name: 'a listed word', words: LISTED },
};

/** Nobody says it: it is typed into a correction, and into the name of a speaker, when all is over. */
export const typed: Canary = { name: 'a card that somebody types', digits: '5108639274018568' };

/** `who` is the first or the second in a meeting; what is to be taken out stands in brackets, and `of` says what it is. */
export type Said = { readonly who: 0 | 1; readonly text: string; readonly of?: Canary };

/** Said one after the other; those of one turn at the same time. The last words of each are of that one alone. */
export const turns: readonly (readonly Said[])[] = [
  [
    { who: 0, text: 'good morning everybody and welcome to the orchard' },
    { who: 1, text: 'thank you for coming so early today from the harbour' },
  ],
  [
    {
      who: 0,
      of: canaries.visa,
      text: 'we have decided to charge the lamps to my card [4929 1763 0852 6340] and send them to the lighthouse',
    },
    {
      who: 1,
      of: canaries.master,
      text: 'I will write down the other one [five four one two seven five three four eight six oh one nine eight two six] and pack the umbrella',
    },
  ],
  [
    { who: 0, of: canaries.discover, text: 'there is a third one that begins with [6011 4925]' },
    { who: 1, of: canaries.nhs, text: 'the number of the patient is [943 476 5919] who plays the violin' },
  ],
  [
    { who: 0, of: canaries.discover, text: '[seven three eight six]' },
    { who: 1, text: 'we will have lunch at half past twelve in the garden' },
  ],
  [
    { who: 0, of: canaries.discover, text: '[0411] and that was all of it said the carpenter' },
    { who: 1, of: canaries.listed, text: `nobody outside may hear of [${LISTED}] before we open the gallery` },
  ],
  [
    {
      who: 0,
      of: canaries.amex,
      text: 'then the company card [three seven eight two um four six nine uh three one seven] no wait [five oh two eight eight] for the saxophone',
    },
    { who: 1, of: canaries.iban, text: 'the rent goes to [GB29 NWBK 6016 1331 9268 19] as always for the windmill' },
  ],
  // One says the first half of it, the other the second.
  [{ who: 0, of: canaries.shared, text: 'take it down from the two of us [4539 5787]' }],
  [{ who: 1, of: canaries.shared, text: '[6362 1486] and now you have it said the blacksmith' }],
  // One says it, the other says something in between.
  [{ who: 1, of: canaries.jcb, text: 'can you take this down it is [three five three zero one nine]' }],
  [{ who: 0, text: 'yes go on please I have a pencil' }],
  [{ who: 1, of: canaries.jcb, text: '[six four two eight five seven one zero]' }],
  [{ who: 0, text: 'and the rest of it madam' }],
  [{ who: 1, of: canaries.jcb, text: '[three seven] thank you so much for your patience with the telescope' }],
  [
    { who: 0, of: canaries.maestro, text: 'the old one was [67 59 64 98 26 43 84 53 110] and it has gone with the ferry' },
    {
      who: 1,
      of: canaries.german,
      text: 'my brother gets his money at [D E eight nine three seven zero four zero zero four four zero five three two zero one three zero zero zero] near the fountain',
    },
  ],
  [
    { who: 0, text: 'the budget for this year is 20 thousand for 45 people said the gardener' },
    { who: 1, text: 'see you all next week at the waterfall' },
  ],
];

/** What is to be found everywhere: the last word of each that has such. */
export const ordinaryWords: readonly string[] = turns.flat().flatMap(({ text }) => {
  const last = text.split(' ').at(-1) ?? '';
  return /^[a-z]{5,}$/.test(last) ? [last] : [];
});

/** As it is said, without brackets. */
export function spokenText({ text }: Said): string {
  return text.replace(/[[\]]/g, '');
}

/** Of each word, whether it is to be taken out. */
export function markedWords({ text }: Said): readonly { readonly word: string; readonly isCanary: boolean }[] {
  let isCanary = false;
  return text.split(/\s+/).map((each) => {
    if (each.startsWith('[')) isCanary = true;
    const marked = { word: each.replace(/[[\]]/g, ''), isCanary };
    if (each.endsWith(']')) isCanary = false;
    return marked;
  });
}
