/** Over the stage for those who may let people in: who waits, and both answers. */
import { Button, makeStyles, shorthands, tokens } from '@fluentui/react-components';
import { DoorRegular } from '@fluentui/react-icons/svg/door';
import type { ReactElement } from 'react';
import { namesOf } from '../meeting-words.ts';
import { useMeeting, useMeetingView } from '../use-meeting.ts';

const useStyles = makeStyles({
  bar: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '6px 10px',
    margin: '8px 8px 0',
    padding: '8px 12px',
    borderRadius: tokens.borderRadiusLarge,
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorNeutralForeground1,
    ...shorthands.border('1px', 'solid', tokens.colorBrandStroke1),
    '& svg': { fontSize: '20px', flexShrink: 0 },
  },
  words: { flexGrow: 1, flexBasis: '160px', minWidth: 0, fontWeight: tokens.fontWeightSemibold },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
});

export function LobbyBar({ onShow }: { readonly onShow: () => void }): ReactElement {
  const styles = useStyles();
  const meeting = useMeeting();
  const waiting = useMeetingView((view) => view.waiting);
  const mayAdmit = useMeetingView((view) => view.line?.group?.mayAdmit === true);
  const [first] = waiting;
  const names = waiting.map(({ party }) => party.name);
  const few = names.length > 3 ? [...names.slice(0, 2), `${String(names.length - 2)} more`] : names;
  return (
    <div role="status">
      {mayAdmit && first !== undefined && (
        <div className={styles.bar} data-testid="lobby-bar">
          <DoorRegular aria-hidden />
          <span className={styles.words}>
            {namesOf(few)} {waiting.length === 1 ? 'waits' : 'wait'} in the lobby
          </span>
          <span className={styles.actions}>
            {waiting.length === 1 ? (
              <>
                <Button
                  size="small"
                  appearance="primary"
                  data-testid="admit"
                  aria-label={`Admit ${first.party.name}`}
                  onClick={() => void meeting.admit([first.participantId])}
                >
                  Admit
                </Button>
                <Button
                  size="small"
                  data-testid="deny"
                  aria-label={`Deny ${first.party.name}`}
                  onClick={() => void meeting.deny([first.participantId])}
                >
                  Deny
                </Button>
              </>
            ) : (
              <Button size="small" appearance="primary" data-testid="admit-all" onClick={() => void meeting.admit('all')}>
                Admit all
              </Button>
            )}
            <Button size="small" appearance="subtle" onClick={onShow}>
              View lobby
            </Button>
          </span>
        </div>
      )}
    </div>
  );
}
