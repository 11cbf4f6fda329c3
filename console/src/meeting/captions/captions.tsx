/** Live captions over the foot of the stage: two lines, with a way back in what was said. */
import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down';
import { SettingsRegular } from '@fluentui/react-icons/svg/settings';
import { useLayoutEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { langOf, languageName } from '../../language/language-name.ts';
import { ProviderNote } from '../../language/provider-note.tsx';
import { captionNotes } from '../../language/provider-words.ts';
import { useStore } from '../../live/store.ts';
import { useSize } from '../stage/use-size.ts';
import { useMeetingView } from '../use-meeting.ts';
import { CaptionLanguageMenu } from './caption-language-menu.tsx';
import { CaptionRow } from './caption-row.tsx';
import { captionLines, linesForEars } from './caption-lines.ts';
import { useParted } from './use-parted.ts';
import { captionLook, captionSizes } from './caption-look.ts';

const useStyles = makeStyles({
  region: {
    position: 'relative',
    flexShrink: 0,
    margin: '0 8px 8px',
    padding: '2px 6px 8px 14px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    boxShadow: tokens.shadow4,
    '@media (forced-colors: active)': { border: '1px solid CanvasText' },
  },
  contrast: {
    backgroundColor: '#000',
    color: '#ffee00',
    '@media (forced-colors: active)': { forcedColorAdjust: 'none' },
  },
  bar: {
    display: 'flex',
    alignItems: 'center',
    columnGap: '8px',
    minHeight: '32px',
    '@media (max-width: 640px)': { flexWrap: 'wrap', justifyContent: 'flex-end' },
  },
  notes: {
    flexGrow: 1,
    minWidth: 0,
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: '12px',
    // In a narrow window they have a row of their own: beside the buttons they would be broken into many lines.
    '@media (max-width: 640px)': { order: 1, flexBasis: '100%', paddingBottom: '4px' },
  },
  // Two lines are seen; the rest is reached by scrolling back.
  lines: {
    height: '2.8em',
    lineHeight: 1.4,
    backgroundColor: 'inherit',
    // In a narrow window the name of who speaks stands above.
    '@media (max-width: 640px)': { height: '3.85em' },
    margin: 0,
    paddingRight: '8px',
    overflowY: 'auto',
    // The end is what is kept in view, and no line above it.
    overflowAnchor: 'none',
    scrollbarWidth: 'thin',
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  // Before anything is said all of what there is to know is seen.
  none: {
    height: 'auto',
    minHeight: '2.8em',
    maxHeight: '40vh',
    '@media (max-width: 640px)': { height: 'auto', minHeight: '3.85em' },
  },
  // Until there is something in the new language it fills the place: what was read before is scrolled back to.
  turn: {
    display: 'flex',
    alignItems: 'center',
    minHeight: '1.4em',
    ':last-child': { minHeight: '2.8em', '@media (max-width: 640px)': { minHeight: '3.85em' } },
  },
  all: { backgroundColor: 'inherit' },
  turnWords: { fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 },
  empty: { margin: 0, fontSize: tokens.fontSizeBase300, color: 'inherit' },
  now: { flexShrink: 0, minWidth: 0 },
  nowWords: { '@media (max-width: 640px)': { display: 'none' } },
});

const nearPx = 24;

export function Captions({ onSettings }: { readonly onSettings: () => void }): ReactElement {
  const styles = useStyles();
  const captions = useMeetingView((view) => view.captions);
  const languages = useMeetingView((view) => view.languages);
  const language = useMeetingView((view) => view.captionLanguage);
  const { size, hasContrast } = useStore(captionLook, (look) => look);
  const { before, since } = useParted(captions, language ?? languages?.spoken);
  const [earlier, lines] = useMemo(() => [captionLines(before), captionLines(since)], [before, since]);
  const place = useRef<HTMLDivElement>(null);
  const all = useRef<HTMLDivElement>(null);
  const [frame, content] = [useSize(place), useSize(all)];
  const readsBack = useRef(false);
  const [isBack, setBack] = useState(false);
  /** How wide and high all of it was when the end was brought into view. */
  const laidOut = useRef('');
  const toEnd = (): void => {
    const element = place.current;
    if (element === null) return;
    element.scrollTop = element.scrollHeight;
    laidOut.current = layoutOf(element);
  };
  useLayoutEffect(() => {
    readsBack.current = false;
  }, [language]);
  useLayoutEffect(() => {
    if (!readsBack.current) toEnd();
  }, [earlier, lines, size, frame, content]);
  const look = (): void => {
    const element = place.current;
    if (element === null) return;
    // It has scrolled by itself: lines are broken elsewhere in a window of another size.
    if (!readsBack.current && laidOut.current !== layoutOf(element)) return toEnd();
    readsBack.current = element.scrollHeight - element.scrollTop - element.clientHeight > nearPx;
    setBack(readsBack.current);
  };
  // There is room for what matters most; the rest is beside the settings.
  const notes = languages === undefined ? [] : captionNotes(languages, languages.translator?.leavesMachine === true ? language : undefined);
  const colour = hasContrast ? '#ffee00' : undefined;
  return (
    <section
      aria-label="Live captions"
      className={mergeClasses(styles.region, hasContrast && styles.contrast)}
      data-testid="captions-region"
    >
      <div className={styles.bar}>
        <div className={styles.notes}>
          {notes.map((note) => (
            <ProviderNote key={note.words} note={note} isPlain={hasContrast} />
          ))}
        </div>
        {isBack && (
          <Button
            className={styles.now}
            appearance="primary"
            size="small"
            icon={<ArrowDownRegular />}
            aria-label="Back to now"
            data-testid="captions-now"
            onClick={() => {
              toEnd();
              place.current?.focus({ preventScroll: true });
            }}
          >
            <span className={styles.nowWords}>Back to now</span>
          </Button>
        )}
        <CaptionLanguageMenu colour={colour} />
        <Button
          style={colour === undefined ? undefined : { color: colour }}
          appearance="subtle"
          size="small"
          icon={<SettingsRegular />}
          aria-label="Captions, languages and history"
          data-testid="caption-settings"
          onClick={onSettings}
        />
      </div>
      <div
        ref={place}
        role="region"
        aria-label="What is being said"
        tabIndex={0}
        className={mergeClasses(styles.lines, earlier.length + lines.length === 0 && styles.none)}
        style={{ fontSize: captionSizes.find((one) => one.size === size)?.px }}
        onScroll={look}
      >
        <div ref={all} className={styles.all}>
          {earlier.map((line) => (
            <CaptionRow key={line.key} line={line} />
          ))}
          {earlier.length > 0 && (
            <div className={styles.turn} data-testid="captions-turn">
              <span className={styles.turnWords}>
                {language === undefined ? (
                  'As spoken from here on'
                ) : (
                  <>
                    <span lang={langOf(language)}>{languageName(language).own}</span> from here on
                  </>
                )}
                {lines.length === 0 && ', as soon as somebody speaks'}
              </span>
            </div>
          )}
          {earlier.length + lines.length === 0 && (
            <p className={styles.empty} data-testid="captions-empty">
              {languages?.canCaption === false
                ? `Captions cannot be had here. ${languages.remedy ?? 'A bot in the meeting can make them, or Rollcall itself when speech to text is set up there.'}`
                : 'Nothing yet. Captions appear as soon as somebody speaks and a bot in the meeting, or Rollcall itself, turns speech into text.'}
            </p>
          )}
          {lines.map((line) => (
            <CaptionRow key={line.key} line={line} />
          ))}
        </div>
      </div>
      {/* Ears are told what will not change any more: every word that is only heard so far would be too much. */}
      <div role="log" aria-label="Captions" className="sr-only">
        {linesForEars(lines).map(({ key, speaker, text, language: written }) => (
          <p key={key} lang={langOf(written)}>
            {speaker}: {text}
          </p>
        ))}
      </div>
    </section>
  );
}

function layoutOf({ clientWidth, clientHeight, scrollHeight }: HTMLElement): string {
  return [clientWidth, clientHeight, scrollHeight].join(' ');
}
