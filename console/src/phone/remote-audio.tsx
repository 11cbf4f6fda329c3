/** Where the other side is heard: one audio element for the window, kept alive on every page. */
import { Button, makeStyles } from '@fluentui/react-components';
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { useLines, usePhoneView } from './use-lines.ts';
import { useSpeaker } from './use-speaker.ts';

const useStyles = makeStyles({ bar: { position: 'fixed', left: '12px', right: '12px', bottom: '72px', zIndex: 15 } });

export function RemoteAudio(): ReactElement {
  const styles = useStyles();
  const audio = useRef<HTMLAudioElement>(null);
  const [isHeldBack, setHeldBack] = useState(false);
  const { active } = useLines();
  const sounds = usePhoneView((view) => view.sounds);
  const remote = active === undefined ? undefined : sounds.get(active.legId)?.remote;
  useSpeaker(audio);

  const play = (): void => {
    audio.current?.play().then(
      () => setHeldBack(false),
      // AbortError only says that the source changed meanwhile.
      (error: unknown) => setHeldBack(error instanceof Error && error.name === 'NotAllowedError'),
    );
  };

  useEffect(() => {
    const element = audio.current;
    if (element === null) return;
    element.srcObject = remote ?? null;
    setHeldBack(false);
    if (remote !== undefined) play();
  }, [remote]);

  return (
    <>
      <audio ref={audio} data-testid="remote-audio" autoPlay />
      {isHeldBack && (
        <div className={styles.bar} role="alert">
          <TroubleBar
            intent="warning"
            message="Your browser keeps this call silent until you allow it."
            actions={<Button onClick={play}>Let me hear</Button>}
          />
        </div>
      )}
    </>
  );
}
