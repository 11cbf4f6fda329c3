/** Tells whoever is about to call that this house keeps what is said. */
import type { ReactElement } from 'react';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { useHouse } from '../live/console-context.tsx';

export function CaptureNotice(): ReactElement | null {
  const isCapturing = useHouse((house) => house.home?.isCapturing ?? false);
  if (!isCapturing) return null;
  return (
    <TroubleBar
      intent="info"
      message="Calls are captured here."
      remedy="What you say and press in the latest calls is kept until this house is stopped, and whoever sits at this machine can save it."
    />
  );
}
