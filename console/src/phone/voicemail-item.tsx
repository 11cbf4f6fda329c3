/** One message: from whom, when, how long, and its play button. */
import { Button, makeStyles, mergeClasses, Slider, tokens } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { PauseFilled } from '@fluentui/react-icons/svg/pause';
import { PlayFilled } from '@fluentui/react-icons/svg/play';
import type { ReactElement } from 'react';
import type { VoicemailMessage } from '../../../src/wire/live/page-event.ts';
import { exactOf, momentOf, spanOf, spokenSpanOf } from '../app/words.ts';

const useStyles = makeStyles({
  row: { display: 'grid', gridTemplateColumns: '10px auto 1fr auto', alignItems: 'center', columnGap: '10px', padding: '6px 0' },
  dot: { width: '8px', height: '8px', borderRadius: '50%' },
  unread: { backgroundColor: tokens.colorBrandBackground, '@media (forced-colors: active)': { backgroundColor: 'Highlight' } },
  words: { minWidth: 0 },
  name: { margin: 0 },
  strong: { fontWeight: tokens.fontWeightSemibold },
  detail: { margin: 0, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
  seek: { width: '100%', minWidth: 0 },
});

type VoicemailItemProps = {
  readonly message: VoicemailMessage;
  readonly nowMs: number;
  readonly isPlaying: boolean;
  readonly atSeconds: number | undefined;
  readonly onPlay: () => void;
  readonly onPause: () => void;
  readonly onSeek: (seconds: number) => void;
  readonly onDelete: () => void;
};

export function VoicemailItem(props: VoicemailItemProps): ReactElement {
  const { message, nowMs, isPlaying, atSeconds, onPlay, onPause, onSeek, onDelete } = props;
  const styles = useStyles();
  const about = `message from ${message.from.name}, ${spokenSpanOf(message.durationMs)}`;
  return (
    <li className={styles.row} data-testid="voicemail-item" data-heard={message.isHeard}>
      <span className={mergeClasses(styles.dot, !message.isHeard && styles.unread)} />
      <Button
        data-testid="voicemail-play"
        shape="circular"
        appearance={message.isHeard ? 'secondary' : 'primary'}
        icon={isPlaying ? <PauseFilled /> : <PlayFilled />}
        aria-label={isPlaying ? `Stop ${about}` : `Play ${about}`}
        onClick={isPlaying ? onPause : onPlay}
      />
      <div className={styles.words}>
        <p className={mergeClasses(styles.name, !message.isHeard && styles.strong)}>
          {message.from.name}
          {!message.isHeard && <span className="sr-only"> (new)</span>}
        </p>
        {isPlaying && atSeconds !== undefined ? (
          <Slider
            className={styles.seek}
            size="small"
            min={0}
            max={Math.max(0.1, message.durationMs / 1000)}
            step={0.1}
            value={atSeconds}
            aria-label="Position in the message"
            aria-valuetext={spokenSpanOf(atSeconds * 1000)}
            onChange={(_, { value }) => onSeek(value)}
          />
        ) : (
          <p className={styles.detail}>
            <time dateTime={new Date(message.leftMs).toISOString()} title={exactOf(message.leftMs)}>
              {momentOf(message.leftMs, nowMs)}
            </time>{' '}
            · {spanOf(message.durationMs)}
          </p>
        )}
      </div>
      <Button
        data-testid="voicemail-delete"
        appearance="subtle"
        icon={<DeleteRegular />}
        aria-label={`Delete ${about}`}
        onClick={onDelete}
      />
    </li>
  );
}
