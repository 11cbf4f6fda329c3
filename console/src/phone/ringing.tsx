/** Rings for a waiting call, on every page; draws nothing. */
import { useWaitingCall } from './use-lines.ts';
import { useRing, useTitle } from './use-ringing.ts';

export function Ringing({ title }: { readonly title: string }): null {
  const waiting = useWaitingCall();
  useRing(waiting !== undefined, waiting?.isBusy === true);
  useTitle(title, waiting?.line.peer.name);
  return null;
}
