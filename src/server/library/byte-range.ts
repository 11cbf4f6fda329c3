/** One range of bytes, as RFC 9110 §14 has it. */

/** `from` inclusive, `to` exclusive. `whole`: no range was asked for, or in a form that need not be understood (several at once). */
export type Wanted =
  { readonly kind: 'whole' } | { readonly kind: 'part'; readonly from: number; readonly to: number } | { readonly kind: 'none' };

const whole: Wanted = { kind: 'whole' };
const none: Wanted = { kind: 'none' };

/** `none`: there is nothing in that range (416). `ifRange` makes the range hold for that one version alone (RFC 9110 §13.1.5). */
export function rangeOf(headers: Pick<Headers, 'get'>, sizeBytes: number, etag: string): Wanted {
  const [, first, last] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(headers.get('range') ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return whole;
  const ifRange = headers.get('if-range');
  if (ifRange !== null && ifRange !== etag) return whole;
  if (first === '') {
    const suffix = Number(last);
    return suffix === 0 || sizeBytes === 0 ? none : { kind: 'part', from: Math.max(0, sizeBytes - suffix), to: sizeBytes };
  }
  const from = Number(first);
  const to = last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  return from >= to ? none : { kind: 'part', from, to };
}
