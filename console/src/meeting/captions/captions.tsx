/** Live captions over the foot of the stage: two lines, with a way back in what was said. */
import { Button, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { SettingsRegular } from '@fluentui/react-icons/svg/settings';
import { useLayoutEffect, useMemo, useRef, type ReactElement } from 'react';
import { useStore } from '../../live/store.ts';
import { useSize } from '../stage/use-size.ts';
import { useMeetingView } from '../use-meeting.ts';
import { captionLines } from './caption-lines.ts';
import { captionLook, captionSizes } from './caption-look.ts';

const useStyles = makeStyles({
  region: {
    position: 'relative',
    flexShrink: 0,
    margin: '0 8px 8px',
    padding: '8px 44px 8px 14px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    boxShadow: tokens.shadow4,
  },
  contrast: { backgroundColor: '#000', color: '#ffee00' },
  // Two lines are seen; the rest is reached by scrolling back.
  lines: {
    height: '2.8em',
    lineHeight: 1.4,
    margin: 0,
    overflowY: 'auto',
    scrollbarWidth: 'thin',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  line: { margin: 0 },
  speaker: { fontWeight: tokens.fontWeightSemibold, marginRight: '0.4em' },
  open: { opacity: 0.85 },
  settings: { position: 'absolute', right: '6px', top: '6px' },
  empty: { margin: 0, fontSize: tokens.fontSizeBase300, color: 'inherit' },
});

const nearPx = 24;

export function Captions({ onSettings }: { readonly onSettings: () => void }): ReactElement {
  const styles = useStyles();
  const captions = useMeetingView((view) => view.captions);
  const { size, hasContrast } = useStore(captionLook, (look) => look);
  const lines = useMemo(() => captionLines(captions), [captions]);
  const place = useRef<HTMLDivElement>(null);
  const { width } = useSize(place);
  const readsBack = useRef(false);
  useLayoutEffect(() => {
    const element = place.current;
    if (element !== null && !readsBack.current) element.scrollTop = element.scrollHeight;
  }, [lines, size, width]);
  const look = (): void => {
    const element = place.current;
    if (element !== null) readsBack.current = element.scrollHeight - element.scrollTop - element.clientHeight > nearPx;
  };
  return (
    <section
      aria-label="Live captions"
      className={mergeClasses(styles.region, hasContrast && styles.contrast)}
      data-testid="captions-region"
    >
      <div
        ref={place}
        role="log"
        aria-label="What is being said"
        tabIndex={0}
        className={styles.lines}
        style={{ fontSize: captionSizes.find((one) => one.size === size)?.px }}
        onScroll={look}
      >
        {lines.length === 0 && (
          <p className={styles.empty} data-testid="captions-empty">
            Nothing yet. Captions appear as soon as somebody speaks and a bot in the meeting, or Rollcall itself, turns speech into text.
          </p>
        )}
        {lines.map(({ key, speaker, text, isFinal }) => (
          <p key={key} className={mergeClasses(styles.line, !isFinal && styles.open)} data-testid="caption">
            <span className={styles.speaker}>{speaker}:</span>
            {text}
          </p>
        ))}
      </div>
      <Button
        className={styles.settings}
        style={hasContrast ? { color: '#ffee00' } : undefined}
        appearance="subtle"
        size="small"
        icon={<SettingsRegular />}
        aria-label="Caption settings and history"
        onClick={onSettings}
      />
    </section>
  );
}
