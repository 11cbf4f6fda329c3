/** My own picture, large and mirrored, or what stands in its place. */
import { makeStyles, tokens } from '@fluentui/react-components';
import { useState, type ReactElement, type ReactNode } from 'react';
import { Picture } from '../stage/picture.tsx';

const useStyles = makeStyles({
  frame: {
    position: 'relative',
    width: '100%',
    aspectRatio: '16 / 9',
    overflow: 'hidden',
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground5,
    boxShadow: tokens.shadow8,
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  inner: {
    position: 'absolute',
    inset: 0,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    rowGap: '10px',
    padding: '12px',
  },
});

type PreviewPictureProps = {
  readonly stream: MediaStream | undefined;
  /** What it shows, for ears. */
  readonly words: string;
  readonly children: ReactNode;
};

export function PreviewPicture({ stream, words, children }: PreviewPictureProps): ReactElement {
  const styles = useStyles();
  const [seen, setSeen] = useState<MediaStream>();
  const isSeen = stream !== undefined && seen === stream;
  return (
    <div role="group" aria-label={words} className={styles.frame} data-testid="preview-picture" data-picture={isSeen}>
      {!isSeen && <div className={styles.inner}>{children}</div>}
      {stream !== undefined && (
        <Picture key={stream.id} stream={stream} of="camera" isMirrored testId="preview-video" onReady={() => setSeen(stream)} />
      )}
    </div>
  );
}
