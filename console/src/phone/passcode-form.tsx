/** Asks for the passcode of a meeting, and joins with it. */
import { Button, Field, Input, makeStyles } from '@fluentui/react-components';
import { useEffect, useRef, useState, type FormEvent, type ReactElement } from 'react';
import { useConsole } from '../live/console-context.tsx';

const useStyles = makeStyles({
  form: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: '8px', marginBottom: '14px', maxWidth: '400px' },
  field: { flexGrow: 1 },
});

export function PasscodeForm({ number }: { readonly number: string }): ReactElement {
  const styles = useStyles();
  const { session } = useConsole();
  const [passcode, setPasscode] = useState('');
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector('input')?.focus(), []);
  const join = (event: FormEvent): void => {
    event.preventDefault();
    if (passcode.trim() !== '') void session.dial(number, { passcode: passcode.trim() });
  };
  return (
    <form ref={form} className={styles.form} onSubmit={join}>
      <Field className={styles.field} label={`The meeting ${number} asks for its passcode`}>
        <Input data-testid="passcode" autoComplete="off" value={passcode} onChange={(_, { value }) => setPasscode(value)} />
      </Field>
      <Button type="submit" appearance="primary">
        Join
      </Button>
    </form>
  );
}
