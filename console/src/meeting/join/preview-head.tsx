/** Above the preview: the meeting's name, who is in it already, and as whom one comes. */
import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { PersonSwapRegular } from '@fluentui/react-icons/svg/person-swap';
import type { ReactElement } from 'react';
import { Face } from '../../app/face.tsx';
import { PageHead } from '../../app/section.tsx';
import { useConsole, useHouse } from '../../live/console-context.tsx';
import { useMyPhone } from '../../phone/use-lines.ts';
import { presentWords } from '../meeting-words.ts';

const useStyles = makeStyles({
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 16px' },
  words: { flexGrow: 1, minWidth: 0, '& p': { marginBottom: 0 } },
  me: { display: 'flex', alignItems: 'center', columnGap: '8px', fontSize: tokens.fontSizeBase300 },
});

export function PreviewHead({ joinMeetingId }: { readonly joinMeetingId: string }): ReactElement {
  const styles = useStyles();
  const { session } = useConsole();
  const me = useMyPhone()?.me;
  const known = useHouse((house) => house.meetings?.find(({ invitation }) => invitation.joinMeetingId === joinMeetingId));
  const about = known === undefined ? `Meeting ID ${joinMeetingId}` : `${presentWords(known.present)}. Organizer: ${known.organizer}.`;
  return (
    <div className={styles.head}>
      <div className={styles.words}>
        <PageHead title={known?.subject ?? (known === undefined ? 'Join the meeting' : 'Meeting')}>{about}</PageHead>
      </div>
      {me !== undefined && (
        <div className={styles.me}>
          <Face name={me.name} kind="person" size={32} />
          <span data-testid="join-as">{me.name}</span>
          <Button size="small" appearance="subtle" icon={<PersonSwapRegular />} onClick={() => void session.signOut()}>
            Be somebody else
          </Button>
        </div>
      )}
    </div>
  );
}
