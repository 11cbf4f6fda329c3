/** The keys of a phone: what stands on them, how they sound, and which key of a keyboard means them. */

export const keys: readonly { readonly key: string; readonly letters: string; readonly name: string }[] = [
  { key: '1', letters: '', name: '1' },
  { key: '2', letters: 'ABC', name: '2' },
  { key: '3', letters: 'DEF', name: '3' },
  { key: '4', letters: 'GHI', name: '4' },
  { key: '5', letters: 'JKL', name: '5' },
  { key: '6', letters: 'MNO', name: '6' },
  { key: '7', letters: 'PQRS', name: '7' },
  { key: '8', letters: 'TUV', name: '8' },
  { key: '9', letters: 'WXYZ', name: '9' },
  { key: '*', letters: '', name: 'star' },
  { key: '0', letters: '+', name: '0' },
  { key: '#', letters: '', name: 'pound' },
];

/** ITU-T Q.23: each key is one low and one high tone. */
export function tonesOf(key: string): readonly [number, number] | undefined {
  const index = keys.findIndex((one) => one.key === key);
  if (index < 0) return undefined;
  const low = [697, 770, 852, 941][Math.floor(index / 3)];
  const high = [1209, 1336, 1477][index % 3];
  return low === undefined || high === undefined ? undefined : [low, high];
}

/** What is asked of a keyboard event; the DOM's own fits. */
export type Press = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
  readonly isComposing: boolean;
};

/** The phone key that a press means: never with a modifier, never a held key's repetition. */
export function keyOf(press: Press): string | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey || press.repeat || press.isComposing) return undefined;
  return keys.some(({ key }) => key === press.key) ? press.key : undefined;
}

const typedInto = new Set(['TEXTAREA', 'SELECT']);
const untyped = new Set(['button', 'checkbox', 'radio', 'range', 'submit', 'reset', 'color', 'file', 'image']);

/** Whether keys pressed at this element are text for it. */
export function isTypedInto(
  target: { readonly tagName?: string; readonly type?: string; readonly isContentEditable?: boolean } | null,
): boolean {
  if (target === null) return false;
  if (target.isContentEditable === true || typedInto.has(target.tagName ?? '')) return true;
  return target.tagName === 'INPUT' && !untyped.has(target.type ?? 'text');
}
