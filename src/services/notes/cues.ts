/** By which words people decide something, or take something on. English; in other languages only the plainest. */
import type { KnownNames } from './names.ts';

/** Whether a sentence says that something was decided. */
export function isDecision(sentence: string): boolean {
  const text = plain(sentence);
  return !isAsked(text) && !isDenied(text) && DECIDED.some((cue) => cue.test(text));
}

/** Whether a sentence gives somebody something to do; `who` is a name as it was said, or `speaker` for whoever says it. */
export function taskIn(sentence: string, names: KnownNames): { readonly who?: string | undefined } | undefined {
  const text = plain(sentence);
  if (ITEM.test(text)) return { who: named(text, names) };
  const request = REQUEST.exec(text);
  if (request && isDoing(request[1] ?? request[2])) return { who: addressed(text, names) };
  if (isAsked(text)) return undefined;
  const promise = PROMISE.exec(text);
  if (promise && isDoing(promise[1])) return { who: 'speaker' };
  const assigned = assignee(sentence, names);
  if (assigned) return { who: assigned };
  const together = TOGETHER.exec(text);
  if (together && isDoing(together[1]) && !isDenied(text)) return {};
  return undefined;
}

const DECIDED = [
  /\b(?:we|we have|we've|everybody|everyone|the team|the board|the group)(?: has| have)?(?: all| now| also| finally| just)? (?:decided|agreed|settled on|concluded|resolved|chose|voted)\b/,
  /\b(?:it is|it's|that is|that's|so it is|it was|this is) (?:decided|agreed|settled|a deal)\b/,
  /\b(?:the|our|my) (?:decision|conclusion|agreement) (?:is|was)\b/,
  /\b(?:let's|let us|we will|we'll|we are going to|we're going to|i say we|then we) go (?:with|for|ahead with)\b/,
  /\bwe(?: are|'re) going (?:with|ahead with)\b/,
  /\b(?:is|are|was|were|has been|have been|hereby) (?:approved|rejected|postponed|cancelled|adopted)\b/,
  /^(?:so |okay |ok |right )?(?:agreed|decided|decision)\b/,
  /\b(?:wir haben|haben wir|ist|wurde) (?:\S+ ){0,6}?(?:beschlossen|entschieden|vereinbart)\b/,
  /\b(?:hemos|se ha) (?:decidido|acordado)\b/,
  /\b(?:nous avons|on a) (?:decide|convenu)\b/,
];

const ITEM = /\b(?:action items?|to-?dos?|next steps?)\b(?! list)/;
const REQUEST = /\b(?:can|could|would|will) (?:you|somebody|someone|anybody)(?: please| maybe| also)? ([a-z]+)|\bplease ([a-z]+)/;
const PROMISE = /\b(?:i will|i'll|i am going to|i'm going to|i can|i shall|let me)(?: also| then| just)? ([a-z]+)/;
const TOGETHER =
  /\b(?:let's|let us|we need to|we have to|we must|we should|we will|we'll|somebody (?:has|needs) to|someone (?:has|needs) to|don't forget to|remember to)(?: also| then)? ([a-z]+)/;

/** What people do after a meeting, rather than say in it. */
const DOING = new Set(
  (
    'add announce arrange ask assign book bring build buy call cancel change check clean close collect compare complete confirm contact contract ' +
    'coordinate create cut define deliver deploy describe design discuss document download draft email estimate evaluate extend file fill find ' +
    'finalise finalize finish fix follow forward gather get give handle hire implement improve inform install invite investigate launch list ' +
    'mail make measure meet merge message migrate move negotiate notify order organise organize pay phone pick plan post prepare present print ' +
    'prioritise prioritize provide publish pull push put read record refactor release remind remove rename repair replace report request research ' +
    'reserve resolve review rewrite run schedule sell send set share ship show sign sort speak start submit summarise summarize support survey take ' +
    'talk test track train translate try turn update upgrade upload verify visit work write'
  ).split(' '),
);

const isDoing = (verb: string | undefined): boolean => verb !== undefined && DOING.has(verb);

/** "Grace will send", "Grace is going to", "Grace, you will". Names that nobody of those present has need a capital, and something that is done. */
function assignee(sentence: string, names: KnownNames): string | undefined {
  const found =
    /(?:^|[\s,;:])(\p{L}[\p{L}'’-]*)(?:,? you)? (?:will|'ll|is going to|has to|needs to|should|takes care of|is responsible for|to) (\p{L}+)/iu.exec(
      sentence,
    );
  const [, name = '', verb = ''] = found ?? [];
  if (!found || (!isDoing(verb.toLowerCase()) && !/ (?:takes care of|is responsible for) /.test(found[0]))) return undefined;
  if (names.of(name) !== undefined) return name;
  const isName = /^\p{Lu}\p{Ll}+$/u.test(name) && !NO_NAMES.has(name.toLowerCase()) && !/ to \p{L}+$/u.test(found[0]);
  // The first word of a sentence has its capital in any case.
  return isName && found.index > 0 ? name : undefined;
}

const NO_NAMES = new Set(
  'i it this that there he she they we you what who which everybody everyone somebody someone nobody one monday tuesday wednesday thursday friday'.split(
    ' ',
  ),
);

/** "Ada, can you …", "can you …, Ada?" */
function addressed(text: string, names: KnownNames): string | undefined {
  return names.all.find(
    (name) => text.startsWith(`${name} `) || text.startsWith(`${name},`) || new RegExp(`[ ,]${literal(name)}[?.!]*$`, 'u').test(text),
  );
}

function named(text: string, names: KnownNames): string | undefined {
  return names.all.find((name) => new RegExp(`(?:^|[^\\p{L}])${literal(name)}(?:[^\\p{L}]|$)`, 'u').test(text));
}

function literal(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N}\s]/gu, String.raw`\$&`);
}

function isAsked(text: string): boolean {
  return (
    /\?\s*$/.test(text) ||
    /^(?:so |and |but )?(?:have|did|do|should|shall|what|when|why|who|how|has|are|is) (?:we|it|you|i|they|that|the)\b/.test(text)
  );
}

function isDenied(text: string): boolean {
  return /\b(?:not|never|hasn't|haven't|didn't|nothing|nicht|keine?)\b/.test(text);
}

function plain(sentence: string): string {
  return sentence.toLowerCase().replaceAll('’', "'").normalize('NFKD').replace(/\p{M}/gu, '').trim();
}
