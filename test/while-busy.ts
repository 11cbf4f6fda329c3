/** A machine that is slow at what leaves the turn. */
import { pbkdf2 } from 'node:crypto';

/** Keeps every thread of Node's pool occupied, so that signatures and checks wait for their turn. */
export async function whileBusy<T>(work: () => Promise<T>): Promise<T> {
  let isOver = false;
  const burn = (): Promise<void> =>
    new Promise((resolve) => pbkdf2('x', 'y', 2_000, 32, 'sha256', () => (isOver ? resolve() : resolve(burn()))));
  const burning = [burn(), burn(), burn(), burn()];
  const result = await work();
  isOver = true;
  await Promise.all(burning);
  return result;
}
