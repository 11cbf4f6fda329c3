/** Two phone windows on one machine hear each other: says so, once, while it is so. */
import { useEffect, useState, type ReactElement } from 'react';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { useStore } from '../live/store.ts';
import { join, neighbours } from './neighbours.ts';

export function HeadphonesAdvice(): ReactElement | null {
  const others = useStore(neighbours, (value) => value);
  const [isRead, setRead] = useState(false);
  useEffect(join, []);
  if (others === 0 || isRead) return null;
  return (
    <TroubleBar
      intent="info"
      message="Another phone window is open on this machine."
      remedy="In a call between the two, wear headphones or mute one of them: otherwise they hear each other and howl."
      onDismiss={() => setRead(true)}
    />
  );
}
