/** Begins a meeting of my own now. */
import { Button, Checkbox, Field, Input, makeStyles, Select } from '@fluentui/react-components';
import { VideoAddRegular } from '@fluentui/react-icons/svg/video-add';
import { useState, type FormEvent, type ReactElement } from 'react';
import type { MeetingSummary } from '../../../../src/wire/live/page-event.ts';
import { navigate } from '../../app/navigate.tsx';
import { meetHref } from '../../app/route.ts';
import { Section } from '../../app/section.tsx';
import { TroubleBar } from '../../app/trouble-bar.tsx';
import { useConsole } from '../../live/console-context.tsx';
import { troubleOf, type Trouble } from '../../phone/trouble.ts';

type Lobby = 'everyone' | 'organization' | 'organizer';

const lobbies: readonly { readonly lobby: Lobby; readonly words: string }[] = [
  { lobby: 'everyone', words: 'Everybody comes straight in' },
  { lobby: 'organization', words: 'Guests wait in the lobby' },
  { lobby: 'organizer', words: 'Everybody but me waits in the lobby' },
];

const useStyles = makeStyles({ form: { display: 'grid', rowGap: '10px' } });

export function MeetNowForm({ as }: { readonly as: string }): ReactElement {
  const styles = useStyles();
  const { live } = useConsole();
  const [subject, setSubject] = useState('');
  const [lobby, setLobby] = useState<Lobby>('organization');
  const [hasPasscode, setPasscode] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const begin = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setTrouble(undefined);
    const words = subject.trim();
    try {
      const made = (await live.request({
        kind: 'createMeeting',
        lobby,
        hasPasscode,
        ...(words === '' ? {} : { subject: words }),
      })) as MeetingSummary;
      const { joinMeetingId, passcode } = made.invitation;
      navigate(meetHref({ joinMeetingId, passcode, as }));
    } catch (error) {
      setTrouble(troubleOf(error, 'Beginning the meeting failed'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section title="Meet now">
      <form className={styles.form} onSubmit={(event) => void begin(event)}>
        <div role="alert">
          {trouble !== undefined && (
            <TroubleBar message={trouble.message} remedy={trouble.remedy} onDismiss={() => setTrouble(undefined)} />
          )}
        </div>
        <Field label="What is it about?" hint="May stay empty.">
          <Input data-testid="subject" maxLength={200} value={subject} onChange={(_, { value }) => setSubject(value)} />
        </Field>
        <Field label="Lobby">
          <Select data-testid="lobby-choice" value={lobby} onChange={(_, { value }) => setLobby(value as Lobby)}>
            {lobbies.map((one) => (
              <option key={one.lobby} value={one.lobby}>
                {one.words}
              </option>
            ))}
          </Select>
        </Field>
        <Checkbox
          label="Ask for a passcode"
          data-testid="with-passcode"
          checked={hasPasscode}
          onChange={(_, { checked }) => setPasscode(checked === true)}
        />
        <Button type="submit" appearance="primary" icon={<VideoAddRegular />} data-testid="meet-now" disabledFocusable={isBusy}>
          {isBusy ? 'Beginning…' : 'Meet now'}
        </Button>
      </form>
    </Section>
  );
}
