/** Asks for the passcode of the meeting, and joins with it. */
import { Button, Field, Input, makeStyles } from '@fluentui/react-components';
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from 'react';

type PasscodeQuestionProps = {
  /** One was given, and it was not the right one. */
  readonly isWrong: boolean;
  readonly isJoining: boolean;
  readonly onJoin: (passcode: string) => void;
};

const wrong = {
  validationState: 'error',
  validationMessage: 'That is not the passcode of this meeting. Look at the invitation again.',
} as const;

const useStyles = makeStyles({ form: { display: 'grid', rowGap: '10px' } });

export function PasscodeQuestion({ isWrong, isJoining, onJoin }: PasscodeQuestionProps): ReactElement {
  const styles = useStyles();
  const [typed, setTyped] = useState('');
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const join = (event: FormEvent): void => {
    event.preventDefault();
    if (typed.trim() !== '') onJoin(typed.trim());
  };
  return (
    <form ref={form} className={styles.form} onSubmit={join}>
      <Field label="Passcode of the meeting" hint="It stands beside the meeting’s ID in the invitation." {...(isWrong ? wrong : {})}>
        <Input data-testid="passcode" autoComplete="off" value={typed} onChange={(_, { value }) => setTyped(value)} />
      </Field>
      <Button type="submit" appearance="primary" size="large" data-testid="join" disabledFocusable={isJoining || typed.trim() === ''}>
        {isJoining ? 'Joining…' : 'Join now'}
      </Button>
    </form>
  );
}
