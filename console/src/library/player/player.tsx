/** The player: film or sound, controls, the time line and a lane for each who spoke. */
import { Button, makeStyles, Select, shorthands, tokens } from '@fluentui/react-components';
import { useCallback, useLayoutEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type { RecordingDetail } from '../../../../src/wire/live/library.ts';
import { recordingHref } from '../../app/route.ts';
import { useTheme } from '../../app/theme.ts';
import { TroubleBar } from '../../app/trouble-bar.tsx';
import { useCopied } from '../../apps/use-copied.ts';
import { useStore } from '../../live/store.ts';
import { remember, remembered } from '../../phone/remembered.ts';
import type { Kept } from '../kept.ts';
import { textOfMoment } from '../moment.ts';
import { CaptionChoice } from './caption-choice.tsx';
import { Controls } from './controls.tsx';
import { useTranslation, type Transcript } from '../transcript/use-transcript.ts';
import { CaptionsOver } from './captions-over.tsx';
import { FilmTrack } from './film-track.tsx';
import { KeysHelp } from './keys-help.tsx';
import { Lanes } from './lanes.tsx';
import { Overview } from './overview.tsx';
import type { Playback } from './playback.ts';
import { sourcesOf } from './sources.ts';
import { useTicks } from './use-played.ts';
import { usePlayerKeys } from './use-player-keys.ts';

const useStyles = makeStyles({
  card: {
    minWidth: 0,
    padding: '16px 20px 18px',
    backgroundColor: tokens.colorNeutralBackground1,
    ...shorthands.border('1px', 'solid', tokens.colorNeutralStroke2),
    borderRadius: tokens.borderRadiusXLarge,
    boxShadow: tokens.shadow2,
    '@media (max-width: 480px)': { padding: '12px 14px 14px' },
  },
  film: {
    display: 'block',
    width: '100%',
    maxHeight: '58vh',
    aspectRatio: '16 / 9',
    objectFit: 'contain',
    backgroundColor: '#000',
    borderRadius: tokens.borderRadiusLarge,
    cursor: 'pointer',
  },
  frame: { position: 'relative', marginBottom: '14px', ':empty': { marginBottom: 0 } },
  lanes: { marginTop: '4px' },
  trouble: { ':not(:empty)': { marginBottom: '12px' } },
});

type PlayerProps = {
  readonly kept: Kept;
  readonly detail: RecordingDetail;
  readonly playback: Playback;
  readonly peaks: ReadonlyMap<number, Uint8Array> | undefined;
  readonly transcript: Transcript;
};

/** Kept in this browser: in which language captions are read, `spoken` for the original. */
const likes = 'recording-captions';
const canPlay = (mime: string): boolean => document.createElement('video').canPlayType(mime) !== '';

export function Player({ kept, detail, playback, peaks, transcript }: PlayerProps): ReactElement {
  const styles = useStyles();
  const theme = useTheme();
  const medium = useRef<HTMLVideoElement & HTMLAudioElement>(null);
  const { recordingId, files, durationMs, lanes, pauses } = detail;
  const sources = useMemo(() => sourcesOf(files, canPlay), [files]);
  const [part, setPart] = useState<string>();
  const source = sources.find((each) => each.part === part) ?? sources[0];
  const trouble = useStore(playback.view, (view) => view.trouble);
  const [showsKeys, setShowsKeys] = useState(false);
  const { said, copy } = useCopied();
  const [liked, setLiked] = useState(() => remembered(likes));
  const { view } = transcript;
  const captions =
    view === undefined ? undefined : liked === undefined || liked === 'spoken' || view.translations.includes(liked) ? liked : 'spoken';
  const language = captions === 'spoken' ? undefined : captions;
  const { texts } = useTranslation(kept, recordingId, language, transcript);
  const setCaptions = (next: string | undefined): void => {
    setLiked(next);
    remember(likes, next);
  };
  const href = source === undefined ? undefined : kept.fileHref(recordingId, source.file.name);
  useLayoutEffect(() => (medium.current === null ? undefined : playback.attach(medium.current)), [playback, href]);
  useTicks(playback);
  const isFilm = source?.isFilm === true;
  const fullScreen = useCallback(() => {
    const done = document.fullscreenElement === null ? medium.current?.requestFullscreen() : document.exitFullscreen();
    done?.catch(() => undefined);
  }, []);
  const onFullScreen = isFilm ? fullScreen : undefined;
  const onKeys = useCallback(() => setShowsKeys(true), []);
  usePlayerKeys({ playback, detail, onKeys, onFullScreen });
  const voices = useMemo(() => lanes.filter(({ kind }) => kind === 'voice'), [lanes]);
  const mixed = lanes.find(({ kind }) => kind === 'mixed');
  const skip = (isOn: boolean): void => {
    playback.setSkipping(isOn);
    remember('skipPauses', isOn ? undefined : 'no');
  };
  const copyLink = (): void => copy(new URL(recordingHref(recordingId, { moment: textOfMoment(playback.at.get()) }), location.href).href);
  return (
    <section className={styles.card} aria-label="Player">
      <div className={isFilm ? styles.frame : undefined}>
        {isFilm ? (
          <video
            key={href}
            ref={medium}
            src={href}
            preload="metadata"
            playsInline
            className={styles.film}
            data-testid="medium"
            onClick={() => playback.toggle()}
          >
            {captions !== undefined && <FilmTrack kept={kept} recordingId={recordingId} language={language} spoken={view?.language} />}
          </video>
        ) : (
          href !== undefined && <audio key={href} ref={medium} src={href} preload="metadata" data-testid="medium" />
        )}
        {isFilm && captions !== undefined && view !== undefined && (
          <CaptionsOver view={view} texts={texts} language={language} playback={playback} isFilm />
        )}
      </div>
      <div role="alert" className={styles.trouble}>
        {trouble !== undefined && (
          <TroubleBar
            message={trouble.message}
            remedy={trouble.remedy}
            actions={<Button onClick={() => playback.again()}>Try again</Button>}
          />
        )}
        {source === undefined && (
          <TroubleBar
            intent="warning"
            message="There is nothing to play."
            remedy="Have “Everyone, one track” made under Files, then play it here."
          />
        )}
      </div>
      <Controls
        playback={playback}
        durationMs={durationMs}
        hasPauses={pauses.length > 0}
        onSkipping={skip}
        onCopyLink={copyLink}
        said={said}
        onKeys={onKeys}
        onFullScreen={onFullScreen}
        choice={
          <>
            {sources.length > 1 && (
              <Select
                aria-label="What is played"
                data-testid="source"
                value={source?.part ?? ''}
                onChange={(_, { value }) => setPart(value)}
              >
                {sources.map((each) => (
                  <option key={each.part} value={each.part}>
                    {each.words}
                  </option>
                ))}
              </Select>
            )}
            {view !== undefined && <CaptionChoice view={view} captions={captions} onCaptions={setCaptions} />}
          </>
        }
      />
      <Overview detail={detail} playback={playback} peaks={mixed === undefined ? undefined : peaks?.get(mixed.track)} theme={theme} />
      {!isFilm && captions !== undefined && view !== undefined && (
        <CaptionsOver view={view} texts={texts} language={language} playback={playback} isFilm={false} />
      )}
      {/* One who speaks alone is everybody. */}
      {voices.length > 1 && (
        <div className={styles.lanes}>
          <Lanes lanes={voices} peaks={peaks} durationMs={durationMs} playback={playback} theme={theme} />
        </div>
      )}
      {showsKeys && <KeysHelp onClose={() => setShowsKeys(false)} />}
    </section>
  );
}
