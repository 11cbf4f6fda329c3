/** Live captions over the foot of the stage: two lines, with a way back in what was said. */
import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { ArrowDownRegular } from '@fluentui/react-icons/svg/arrow-down';
import { SettingsRegular } from '@fluentui/react-icons/svg/settings';
import { useLayoutEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import { langOf } from '../../language/language-name.ts';
import { ProviderNote } from '../../language/provider-note.tsx';
import { captionNotes } from '../../language/provider-words.ts';
import { useStore } from '../../live/store.ts';
import { useSize } from '../stage/use-size.ts';
import { useMeetingView } from '../use-meeting.ts';
import { CaptionLanguageMenu } from './caption-language-menu.tsx';
import { CaptionRow } from './caption-row.tsx';
import { captionLines, linesForEars } from './caption-lines.ts';
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
  bar: { display: 'flex', alignItems: 'center', columnGap: '8px', minHeight: '32px' },
  notes: { flexGrow: 1, minWidth: 0, display: 'flex', flexWrap: 'wrap', columnGap: '12px' },
  // Two lines are seen; the rest is reached by scrolling back.
  lines: {
    height: '2.8em',
    lineHeight: 1.4,
    backgroundColor: 'inherit',
    // In a narrow window names stand above.
    '@media (max-width: 640px)': { height: '4.9em' },
    margin: 0,
    paddingRight: '8px',
    overflowY: 'auto',
    scrollbarWidth: 'thin',
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
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
  const lines = useMemo(() => captionLines(captions), [captions]);
  const place = useRef<HTMLDivElement>(null);
  const { width } = useSize(place);
  const readsBack = useRef(false);
  const [isBack, setBack] = useState(false);
  const toEnd = (): void => {
    const element = place.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
  };
  useLayoutEffect(() => {
    if (!readsBack.current) toEnd();
  }, [lines, size, width]);
  const look = (): void => {
    const element = place.current;
    if (element === null) return;
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
        className={styles.lines}
        style={{ fontSize: captionSizes.find((one) => one.size === size)?.px }}
        onScroll={look}
      >
        {lines.length === 0 && (
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
