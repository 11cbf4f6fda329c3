/** The bots: number, what each says of itself, whether it answers, and its last error in words. */
import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { BotState } from '../../../src/wire/live/page-event.ts';
import { Face } from '../app/face.tsx';
import { Empty, Section } from '../app/section.tsx';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { count } from '../app/words.ts';
import { CallLink } from './call-link.tsx';

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0, display: 'grid', rowGap: '6px' },
  row: { display: 'flex', alignItems: 'center', gap: '4px 12px', minWidth: 0, padding: '4px 0' },
  words: { flexGrow: 1, minWidth: 0 },
  name: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: '8px', margin: 0, fontWeight: tokens.fontWeightSemibold },
  detail: { margin: 0, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, fontWeight: tokens.fontWeightRegular },
});

const health = {
  unknown: { color: 'informative', words: 'Not called yet' },
  answering: { color: 'success', words: 'Answering' },
  failing: { color: 'danger', words: 'Failing' },
} as const;

export function BotsSection({ bots }: { readonly bots: readonly BotState[] }): ReactElement {
  const styles = useStyles();
  return (
    <Section title="Bots">
      {bots.length === 0 ? (
        <Empty>No bot runs. Write one with “rollcall init my-bot”, start it, and it appears here with its number.</Empty>
      ) : (
        <ul className={styles.list}>
          {bots.map((bot) => (
            <Bot key={bot.appId} bot={bot} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Bot({ bot }: { readonly bot: BotState }): ReactElement {
  const styles = useStyles();
  const { color, words } = health[bot.health];
  return (
    <li>
      <div className={styles.row}>
        <Face name={bot.name} kind="bot" size={40} />
        <div className={styles.words}>
          <p className={styles.name}>
            {bot.name} <span className={styles.detail}>{bot.number}</span>
            <Badge appearance="tint" color={color}>
              {words}
            </Badge>
            {bot.activeCalls > 0 && (
              <Badge appearance="tint" color="brand">
                {count(bot.activeCalls, 'call')} up
              </Badge>
            )}
          </p>
          <p className={styles.detail}>{bot.says}</p>
        </div>
        {bot.number !== '' && <CallLink name={bot.name} number={bot.number} />}
      </div>
      {bot.lastError !== undefined && (
        <TroubleBar
          intent={bot.health === 'failing' ? 'error' : 'warning'}
          message={bot.health === 'failing' ? 'Last call failed.' : 'An earlier call failed.'}
          remedy={bot.lastError}
        />
      )}
    </li>
  );
}
