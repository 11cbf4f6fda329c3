/** Play, back and on, speed, sound, pauses, a link to this moment, keys, and the whole screen. */
import { Button, Checkbox, makeStyles, Select, Spinner, tokens, Tooltip } from '@fluentui/react-components';
import { FullScreenMaximizeRegular } from '@fluentui/react-icons/svg/full-screen-maximize';
import { KeyboardRegular } from '@fluentui/react-icons/svg/keyboard';
import { LinkRegular } from '@fluentui/react-icons/svg/link';
import { PauseFilled } from '@fluentui/react-icons/svg/pause';
import { PlayFilled } from '@fluentui/react-icons/svg/play';
import { SkipBack10Regular } from '@fluentui/react-icons/svg/skip-back';
import { SkipForward10Regular } from '@fluentui/react-icons/svg/skip-forward';
import { Speaker2Regular } from '@fluentui/react-icons/svg/speaker';
import { SpeakerMuteRegular } from '@fluentui/react-icons/svg/speaker-mute';
import type { ReactElement, ReactNode } from 'react';
import { spanOf } from '../../app/words.ts';
import { useStore } from '../../live/store.ts';
import { rates, type Playback } from './playback.ts';
import { usePlayedPart } from './use-played.ts';

const useStyles = makeStyles({
  bar: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px 8px', margin: '0 0 14px' },
  play: { width: '48px', minWidth: '48px', height: '48px', fontSize: '22px', '& svg': { width: '24px', height: '24px' } },
  time: {
    margin: '0 4px',
    fontVariantNumeric: 'tabular-nums',
    fontSize: tokens.fontSizeBase400,
    fontWeight: tokens.fontWeightSemibold,
    whiteSpace: 'nowrap',
  },
  whole: { color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightRegular, fontSize: tokens.fontSizeBase300 },
  far: {
    marginLeft: 'auto',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '2px 6px',
    '@media (max-width: 640px)': { marginLeft: 0 },
  },
  // Where one touches there are no keys.
  keys: { '@media (max-width: 480px)': { display: 'none' } },
  said: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  rate: { minWidth: '86px' },
});

type ControlsProps = {
  readonly playback: Playback;
  readonly durationMs: number;
  readonly hasPauses: boolean;
  readonly onSkipping: (isOn: boolean) => void;
  readonly onCopyLink: () => void;
  /** How copying went. */
  readonly said: string;
  readonly onKeys: () => void;
  readonly onFullScreen: (() => void) | undefined;
  /** What is to be played, where there is a choice. */
  readonly choice: ReactNode;
};

export function Controls(props: ControlsProps): ReactElement {
  const { playback, durationMs, hasPauses, onSkipping, onCopyLink, said, onKeys, onFullScreen, choice } = props;
  const styles = useStyles();
  const { isPlaying, isWaiting, isMuted, rate, skipsPauses } = useStore(playback.view, (view) => view);
  return (
    <div className={styles.bar} role="group" aria-label="Player">
      <Button
        data-testid="play"
        className={styles.play}
        shape="circular"
        appearance="primary"
        icon={isPlaying && isWaiting ? <Spinner size="tiny" appearance="inverted" /> : isPlaying ? <PauseFilled /> : <PlayFilled />}
        aria-label={isPlaying ? 'Pause' : 'Play'}
        aria-keyshortcuts="k Space"
        onClick={() => playback.toggle()}
      />
      <Tip words="10 seconds back (J)">
        <Button
          appearance="subtle"
          size="large"
          icon={<SkipBack10Regular />}
          aria-label="10 seconds back"
          onClick={() => playback.by(-10_000)}
        />
      </Tip>
      <Tip words="10 seconds on (L)">
        <Button
          appearance="subtle"
          size="large"
          icon={<SkipForward10Regular />}
          aria-label="10 seconds on"
          onClick={() => playback.by(10_000)}
        />
      </Tip>
      <Moment playback={playback} durationMs={durationMs} />
      <div className={styles.far}>
        {choice}
        {hasPauses && (
          <Checkbox
            label="Skip pauses"
            checked={skipsPauses}
            onChange={(_, { checked }) => onSkipping(checked === true)}
            data-testid="skip-pauses"
          />
        )}
        <Select
          className={styles.rate}
          aria-label="Speed"
          data-testid="rate"
          value={String(rate)}
          onChange={(_, { value }) => playback.setRate(Number(value))}
        >
          {rates.map((each) => (
            <option key={each} value={String(each)}>
              {each} ×
            </option>
          ))}
        </Select>
        <Tip words={isMuted ? 'Sound on (M)' : 'Sound off (M)'}>
          <Button
            appearance="subtle"
            icon={isMuted ? <SpeakerMuteRegular /> : <Speaker2Regular />}
            aria-label="Sound off"
            aria-pressed={isMuted}
            onClick={() => playback.mute()}
          />
        </Tip>
        <Tip words="Copy a link to this moment">
          <Button
            appearance="subtle"
            icon={<LinkRegular />}
            aria-label="Copy a link to this moment"
            data-testid="copy-moment"
            onClick={onCopyLink}
          />
        </Tip>
        <span role="status" className={styles.said}>
          {said}
        </span>
        {onFullScreen !== undefined && (
          <Tip words="Whole screen (F)">
            <Button appearance="subtle" icon={<FullScreenMaximizeRegular />} aria-label="Whole screen" onClick={onFullScreen} />
          </Tip>
        )}
        <Tip words="Keys (?)">
          <Button
            className={styles.keys}
            appearance="subtle"
            icon={<KeyboardRegular />}
            aria-label="Show the keys"
            aria-haspopup="dialog"
            onClick={onKeys}
          />
        </Tip>
      </div>
    </div>
  );
}

function Tip({ words, children }: { readonly words: string; readonly children: ReactElement }): ReactElement {
  return (
    <Tooltip content={words} relationship="description">
      {children}
    </Tooltip>
  );
}

/** Rendered once a second, alone. */
function Moment({ playback, durationMs }: Pick<ControlsProps, 'playback' | 'durationMs'>): ReactElement {
  const styles = useStyles();
  const seconds = usePlayedPart(playback, (atMs) => Math.floor(atMs / 1000));
  return (
    <span className={styles.time} data-testid="moment">
      {spanOf(seconds * 1000)} <span className={styles.whole}>/ {spanOf(durationMs)}</span>
    </span>
  );
}
