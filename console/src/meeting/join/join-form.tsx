/** Joins a meeting by what stands in its invitation. */
import { Button, Field, Input, makeStyles } from '@fluentui/react-components';
import { useState, type FormEvent, type ReactElement } from 'react';
import { navigate } from '../../app/navigate.tsx';
import { meetHref } from '../../app/route.ts';
import { Section } from '../../app/section.tsx';

const useStyles = makeStyles({ form: { display: 'grid', rowGap: '10px' } });

export function JoinForm({ as }: { readonly as: string }): ReactElement {
  const styles = useStyles();
  const [joinMeetingId, setId] = useState('');
  const [passcode, setPasscode] = useState('');
  const join = (event: FormEvent): void => {
    event.preventDefault();
    // Invitations write the number in groups.
    const plain = joinMeetingId.replaceAll(/\s/g, '');
    if (plain !== '') navigate(meetHref({ joinMeetingId: plain, passcode: passcode.trim(), as }));
  };
  return (
    <Section title="Join with an ID">
      <form className={styles.form} onSubmit={join}>
        <Field label="Meeting ID">
          <Input
            data-testid="join-id"
            inputMode="numeric"
            autoComplete="off"
            value={joinMeetingId}
            onChange={(_, { value }) => setId(value)}
          />
        </Field>
        <Field label="Passcode" hint="Only if the invitation has one.">
          <Input data-testid="join-passcode" autoComplete="off" value={passcode} onChange={(_, { value }) => setPasscode(value)} />
        </Field>
        <Button type="submit" data-testid="join-by-id" disabledFocusable={joinMeetingId.trim() === ''}>
          Join
        </Button>
      </form>
    </Section>
  );
}
