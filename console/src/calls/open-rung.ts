/** Opens a rung by its address, or closes all, and leaves the rest of the address as it is. */
import { navigate } from '../app/navigate.tsx';

export function openRung(order: number | undefined): void {
  const url = new URL(location.href);
  if (order === undefined) url.searchParams.delete('rung');
  else url.searchParams.set('rung', String(order));
  navigate(url.pathname + url.search, { replace: true });
}
