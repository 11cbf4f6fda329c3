/** Captions of a film on the whole screen, where the browser shows the film alone and nothing of ours above it. */
import { useEffect, useRef, type ReactElement } from 'react';
import { langOf, languageName } from '../../language/language-name.ts';
import type { Kept } from '../kept.ts';

type FilmTrackProps = {
  readonly kept: Kept;
  readonly recordingId: string;
  readonly language: string | undefined;
  readonly spoken: string | undefined;
};

export function FilmTrack({ kept, recordingId, language, spoken }: FilmTrackProps): ReactElement {
  const element = useRef<HTMLTrackElement>(null);
  const href = kept.transcriptHref(recordingId, 'vtt', { language });
  useEffect(() => {
    const show = (): void => {
      const { track, parentElement } = element.current ?? {};
      if (track !== undefined) track.mode = parentElement !== null && document.fullscreenElement === parentElement ? 'showing' : 'disabled';
    };
    show();
    document.addEventListener('fullscreenchange', show);
    return () => document.removeEventListener('fullscreenchange', show);
  }, [href]);
  const tag = langOf(language ?? spoken);
  return (
    <track
      key={href}
      ref={element}
      kind="captions"
      src={href}
      {...(tag === undefined ? {} : { srcLang: tag })}
      label={tag === undefined ? 'Captions' : languageName(tag).own}
    />
  );
}
