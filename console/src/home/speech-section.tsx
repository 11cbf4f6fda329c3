/** What turns speech into text and translates it: in which order, whether it leaves the machine, what is missing, how much goes on. */
import { Badge, makeStyles, tokens } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import type { Home, SpeechProvider } from '../../../src/wire/live/page-event.ts';
import { Empty, Section } from '../app/section.tsx';
import { CopyLine } from '../apps/copy-line.tsx';
import { ProviderNote } from '../language/provider-note.tsx';
import { transcriberWords, translatorWords, type ProviderWords } from '../language/provider-words.ts';
import { loadWords, problemParts } from './speech-words.ts';

const useStyles = makeStyles({
  title: {
    margin: '10px 0 2px',
    fontSize: tokens.fontSizeBase300,
    fontWeight: tokens.fontWeightSemibold,
    ':first-of-type': { marginTop: 0 },
  },
  list: { listStyleType: 'none', margin: 0, padding: 0, counterReset: 'provider' },
  row: { display: 'grid', rowGap: '2px', padding: '6px 0', ':not(:first-child)': { borderTop: `1px solid ${tokens.colorNeutralStroke3}` } },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '2px 8px', margin: 0, fontWeight: tokens.fontWeightSemibold },
  place: { color: tokens.colorNeutralForeground2, fontWeight: tokens.fontWeightRegular, fontVariantNumeric: 'tabular-nums' },
  problem: { margin: 0, fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
  load: { margin: '10px 0 0', color: tokens.colorNeutralForeground2, fontVariantNumeric: 'tabular-nums' },
});

export function SpeechSection({ speech }: { readonly speech: NonNullable<Home['speech']> }): ReactElement {
  const styles = useStyles();
  const { recognisers, translators } = speech;
  const isReady = recognisers.some(({ problem }) => problem === undefined);
  return (
    <Section
      title="Speech to text"
      aside={
        <Badge appearance="tint" color={isReady ? 'success' : 'warning'}>
          {isReady ? 'Ready' : 'Not set up'}
        </Badge>
      }
    >
      <h3 className={styles.title}>Recognisers</h3>
      <Providers providers={recognisers} wordsOf={transcriberWords} none="None is set up: captions come from bots alone." />
      <h3 className={styles.title}>Translators</h3>
      <Providers providers={translators} wordsOf={translatorWords} none="None is set up: captions are as spoken." />
      <p className={styles.load} data-testid="speech-load">
        {loadWords(speech)}
      </p>
    </Section>
  );
}

type ProvidersProps = {
  readonly providers: readonly SpeechProvider[];
  readonly wordsOf: (provider: SpeechProvider) => ProviderWords;
  readonly none: string;
};

function Providers({ providers, wordsOf, none }: ProvidersProps): ReactElement {
  const styles = useStyles();
  if (providers.length === 0) return <Empty>{none}</Empty>;
  return (
    <ol className={styles.list}>
      {providers.map((provider, at) => {
        const { name, problem } = provider;
        const { words, command } = problemParts(problem ?? '');
        return (
          <li key={name} className={styles.row} data-testid="speech-provider">
            <p className={styles.head}>
              {providers.length > 1 && <span className={styles.place}>{at + 1}.</span>}
              {name}
              {problem !== undefined && (
                <Badge appearance="tint" color="warning">
                  Not available
                </Badge>
              )}
            </p>
            <span>
              <ProviderNote note={wordsOf(provider)} />
            </span>
            {words !== '' && <p className={styles.problem}>{words}</p>}
            {command !== undefined && <CopyLine name={`What installs ${name}`} value={command} />}
          </li>
        );
      })}
    </ol>
  );
}
