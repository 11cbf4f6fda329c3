/** Moving pictures in a box: a camera fills it, a screen is shown whole. */
import { makeStyles, mergeClasses } from '@fluentui/react-components';
import { useEffect, useRef, useState, type ReactElement } from 'react';

type PictureProps = {
  readonly stream: MediaStream;
  readonly of: 'camera' | 'screen';
  readonly isMirrored?: boolean;
  readonly testId?: string;
  /** Its first frame is there. */
  readonly onReady?: (() => void) | undefined;
};

const useStyles = makeStyles({
  picture: { position: 'absolute', inset: 0, width: '100%', height: '100%', objectFit: 'cover', backgroundColor: '#000' },
  whole: { objectFit: 'contain' },
  // What stands behind is seen until there is something to see.
  waiting: { opacity: 0 },
  mirrored: { transform: 'scaleX(-1)' },
});

/** Silent, because the sound comes by another way; passed over by screen readers, because the tile around it has the words. */
export function Picture({ stream, of, isMirrored = false, testId = 'picture', onReady }: PictureProps): ReactElement {
  const styles = useStyles();
  const video = useRef<HTMLVideoElement>(null);
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    const element = video.current;
    if (element === null) return undefined;
    element.srcObject = stream;
    // A browser that does not start by itself, or changes the source meanwhile, says so here; autoplay does the rest.
    element.play().catch(() => undefined);
    return () => {
      element.srcObject = null;
    };
  }, [stream]);
  return (
    <video
      ref={video}
      aria-hidden
      autoPlay
      muted
      playsInline
      tabIndex={-1}
      data-testid={testId}
      className={mergeClasses(styles.picture, of === 'screen' && styles.whole, isMirrored && styles.mirrored, !isReady && styles.waiting)}
      onLoadedData={() => {
        setReady(true);
        onReady?.();
      }}
    />
  );
}
