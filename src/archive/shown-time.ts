/** A moment of a recording, for people: `1:02:03.4`. */
export function shownMs(ms: number): string {
  const tenths = Math.floor(ms / 100);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(tenths / 36_000);
  return `${String(hours)}:${two(Math.floor(tenths / 600) % 60)}:${two(Math.floor(tenths / 10) % 60)}.${String(tenths % 10)}`;
}
