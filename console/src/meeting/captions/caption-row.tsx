/** One caption: who speaks, at its side for as long as any of it is to be seen, and what is said. */
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { memo, type ComponentType, type ReactElement } from 'react';
import { directionOf, langOf } from '../../language/language-name.ts';
import type { CaptionLine } from './caption-lines.ts';

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: 'fit-content(9em) minmax(0, 1fr)',
    columnGap: '0.5em',
    alignItems: 'start',
    backgroundColor: 'inherit',
    '@media (max-width: 640px)': {
      display: 'block',
      // Of the last one the name stays: above a long one it takes the place of what would be cut.
      ':last-child > :first-child': { position: 'sticky', backgroundColor: 'inherit' },
    },
  },
  speaker: {
    position: 'sticky',
    top: 0,
    // Above what is paler, which is painted after all that is not.
    zIndex: 1,
    margin: 0,
    fontWeight: tokens.fontWeightSemibold,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    textAlign: 'start',
    // Above its text: a name whose text has gone would be taken for the next one's.
    '@media (max-width: 640px)': { position: 'static', fontSize: '0.75em', lineHeight: 1.4 },
  },
  text: { margin: 0, overflowWrap: 'anywhere', textAlign: 'start' },
  // Paler, not slanted: letters stay where they are when it becomes final.
  open: { opacity: 0.85 },
});

export const CaptionRow: ComponentType<{ readonly line: CaptionLine }> = memo(function CaptionRow({
  line,
}: {
  readonly line: CaptionLine;
}): ReactElement {
  const styles = useStyles();
  const { speaker, text, isFinal, language } = line;
  const direction = directionOf(language);
  return (
    <div className={styles.row} dir={direction === 'rtl' ? direction : undefined} data-testid="caption">
      <p className={styles.speaker} title={speaker}>
        <bdi>{speaker}</bdi>:
      </p>
      <p className={mergeClasses(styles.text, !isFinal && styles.open)} lang={langOf(language)} dir={direction}>
        {text}
      </p>
    </div>
  );
});
