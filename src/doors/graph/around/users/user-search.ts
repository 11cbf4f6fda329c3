/** `$search="displayName:Ada" OR "mail:ada"`: words that begin so. Source: Graph docs, search-query-parameter. */
import { GraphDoorError } from '../../errors.ts';
import { textAt } from '../../odata/odata-value.ts';

const searchable = ['displayname', 'givenname', 'surname', 'mail', 'mailnickname', 'userprincipalname'];

/** Throws a bad request for what is no search. */
export function searchOf(text: string): (user: object) => boolean {
  const clauses: { readonly path: string; readonly words: readonly string[] }[] = [];
  const joints: string[] = [];
  const clause = /\s*"(\w+):([^"]*)"\s*(AND|OR|$)/gy;
  for (let from = 0; from < text.length; from = clause.lastIndex) {
    clause.lastIndex = from;
    const [, path = '', words = '', joint = ''] = clause.exec(text) ?? [];
    if (!searchable.includes(path.toLowerCase())) throw bad(text);
    clauses.push({ path, words: words.toLowerCase().split(/\s+/).filter(Boolean) });
    joints.push(joint);
  }
  const isOr = joints.includes('OR');
  if ((isOr && joints.includes('AND')) || joints.at(-1) !== '') throw bad(text);
  return (user) => (isOr ? clauses.some((each) => fits(user, each)) : clauses.every((each) => fits(user, each)));
}

function fits(user: object, { path, words }: { readonly path: string; readonly words: readonly string[] }): boolean {
  const whole = textAt(user, path).toLowerCase();
  const has = whole.split(/[\s.@_-]+/);
  return words.every((word) => whole.startsWith(word) || has.some((each) => each.startsWith(word)));
}

function bad(text: string): GraphDoorError {
  return new GraphDoorError(
    'graph-door/bad-request',
    `Syntax error in $search: “${text.slice(0, 60)}”. It takes "property:words" in quotation marks, joined by AND or OR.`,
  );
}
