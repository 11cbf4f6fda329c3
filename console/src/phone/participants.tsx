/** Who is in the call with me: those who wait in the lobby, with a way to let them in, then those who are there. */
import { Badge, Button, makeStyles, tokens } from '@fluentui/react-components';
import { MicOffRegular } from '@fluentui/react-icons/svg/mic-off';
import { PauseRegular } from '@fluentui/react-icons/svg/pause';
import type { ReactElement } from 'react';
import type { PhoneGroup, PhoneLine, PhoneParticipant } from '../../../src/wire/live/page-event.ts';
import { Face } from '../app/face.tsx';
import { useConsole } from '../live/console-context.tsx';

const useStyles = makeStyles({
  title: {
    display: 'flex',
    alignItems: 'center',
    columnGap: '8px',
    minHeight: '32px',
    margin: '14px 0 4px',
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
  },
  aside: { marginLeft: 'auto' },
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 10px', padding: '4px 0', minWidth: 0 },
  name: { flexGrow: 1, minWidth: '96px', overflowWrap: 'anywhere' },
  number: { color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

type ParticipantsProps = { readonly line: PhoneLine; readonly group: PhoneGroup };

export function Participants({ line, group }: ParticipantsProps): ReactElement {
  const styles = useStyles();
  const { session } = useConsole();
  const waiting = group.participants.filter(({ isInLobby, isMe }) => isInLobby && !isMe);
  const there = group.participants.filter(({ isInLobby }) => !isInLobby).toSorted((a, b) => Number(b.isMe) - Number(a.isMe));
  return (
    <>
      {waiting.length > 0 && (
        <section aria-label="Waiting in the lobby" data-testid="lobby">
          <h3 className={styles.title}>
            Waiting in the lobby
            <Badge color="danger">{waiting.length}</Badge>
            {group.mayAdmit && waiting.length > 1 && (
              <Button size="small" className={styles.aside} onClick={() => void session.admit(line.legId, 'all')}>
                Let all in
              </Button>
            )}
          </h3>
          <ul className={styles.list}>
            {waiting.map((one) => (
              <Row key={one.participantId} participant={one}>
                {group.mayAdmit && <LobbyButtons legId={line.legId} participant={one} />}
              </Row>
            ))}
          </ul>
        </section>
      )}
      {there.length > 0 && (
        <section aria-label="In the call" data-testid="participants">
          <h3 className={styles.title}>In the call ({there.length})</h3>
          <ul className={styles.list}>
            {there.map((one) => (
              <Row key={one.participantId} participant={one} />
            ))}
          </ul>
        </section>
      )}
      <p role="status" className="sr-only">
        {waiting.length > 0 && `${waiting.map(({ party }) => party.name).join(', ')} waiting in the lobby`}
      </p>
    </>
  );
}

function Row({
  participant,
  children,
}: {
  readonly participant: PhoneParticipant;
  readonly children?: ReactElement | false;
}): ReactElement {
  const styles = useStyles();
  const { party, isMe, isMuted, isOnHold } = participant;
  return (
    <li className={styles.row} data-testid="participant">
      <Face name={party.name} kind={party.kind} size={28} />
      <span className={styles.name}>
        {party.name}
        {isMe && ' (you)'} <span className={styles.number}>{party.number}</span>
      </span>
      {isMuted && (
        <Badge appearance="tint" color="informative" icon={<MicOffRegular />}>
          Muted
        </Badge>
      )}
      {isOnHold && (
        <Badge appearance="tint" color="warning" icon={<PauseRegular />}>
          On hold
        </Badge>
      )}
      {children}
    </li>
  );
}

function LobbyButtons({ legId, participant }: { readonly legId: string; readonly participant: PhoneParticipant }): ReactElement {
  const { session } = useConsole();
  const { participantId, party } = participant;
  return (
    <>
      <Button
        size="small"
        appearance="primary"
        aria-label={`Let in ${party.name}`}
        data-testid="admit"
        onClick={() => void session.admit(legId, [participantId])}
      >
        Let in
      </Button>
      <Button
        size="small"
        aria-label={`Send away ${party.name}`}
        data-testid="deny"
        onClick={() => void session.deny(legId, [participantId])}
      >
        Send away
      </Button>
    </>
  );
}
