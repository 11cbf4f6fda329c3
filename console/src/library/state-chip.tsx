/** How a recording stands, in a word and a colour; and that it is held. */
import { Badge, makeStyles } from '@fluentui/react-components';
import { CheckmarkCircleFilled } from '@fluentui/react-icons/svg/checkmark-circle';
import { LockClosedRegular } from '@fluentui/react-icons/svg/lock-closed';
import { RecordFilled } from '@fluentui/react-icons/svg/record';
import { SpinnerIosRegular } from '@fluentui/react-icons/svg/spinner-ios';
import { WarningFilled } from '@fluentui/react-icons/svg/warning';
import type { ReactElement } from 'react';
import type { LibraryRecording } from '../../../src/wire/live/library.ts';
import { stateWords } from './library-words.ts';

const useStyles = makeStyles({
  chips: { display: 'inline-flex', flexWrap: 'wrap', gap: '4px', verticalAlign: 'middle' },
  alive: {
    '& svg': {
      animationName: { from: { opacity: 1 }, '50%': { opacity: 0.35 }, to: { opacity: 1 } },
      animationDuration: '1.6s',
      animationIterationCount: 'infinite',
    },
  },
  turning: {
    '& svg': {
      animationName: { from: { transform: 'rotate(0deg)' }, to: { transform: 'rotate(360deg)' } },
      animationDuration: '1.2s',
      animationTimingFunction: 'linear',
      animationIterationCount: 'infinite',
    },
  },
});

const icons = {
  recording: <RecordFilled />,
  finishing: <SpinnerIosRegular />,
  saved: <CheckmarkCircleFilled />,
  failed: <WarningFilled />,
} as const;

type StateChipProps = {
  readonly recording: Pick<LibraryRecording, 'state' | 'problem' | 'isHeld' | 'kind'>;
  /** In a list what is saved is the rule, and is not said of each. */
  readonly isQuiet?: boolean;
};

export function StateChip({ recording, isQuiet = false }: StateChipProps): ReactElement {
  const styles = useStyles();
  const { words, tone } = stateWords(recording);
  const { state, isHeld } = recording;
  const isSaid = !isQuiet || state !== 'saved' || tone === 'warning';
  return (
    <span className={styles.chips} data-testid="state" data-state={state}>
      {isSaid && (
        <Badge
          appearance="tint"
          color={tone}
          icon={tone === 'warning' ? icons.failed : icons[state]}
          className={state === 'recording' ? styles.alive : state === 'finishing' ? styles.turning : ''}
        >
          {words}
        </Badge>
      )}
      {isHeld && (
        <Badge appearance="tint" color="important" icon={<LockClosedRegular />}>
          Held
        </Badge>
      )}
    </span>
  );
}
