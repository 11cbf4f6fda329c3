/** What was sent to web hooks: each delivery with its tries, and a way to send it again. */
import { Badge, Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import type { WebhookDeliveries } from '../../../src/wire/live/library.ts';
import { Go } from '../app/navigate.tsx';
import { recordingHref } from '../app/route.ts';
import { Empty } from '../app/section.tsx';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { count, exactOf, momentOf } from '../app/words.ts';
import { useNow } from '../phone/use-lines.ts';
import { KeptError, type Kept } from './kept.ts';
import { useWebhooks } from './use-kept.ts';

type Delivery = WebhookDeliveries['deliveries'][number];

const useStyles = makeStyles({
  list: { listStyleType: 'none', margin: 0, padding: 0 },
  item: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'start',
    gap: '2px 12px',
    padding: '10px 0',
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  event: { margin: 0, fontWeight: tokens.fontWeightSemibold, display: 'flex', flexWrap: 'wrap', gap: '2px 8px', alignItems: 'center' },
  detail: { margin: 0, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, overflowWrap: 'anywhere' },
  tries: { margin: '2px 0 0', paddingLeft: '18px', color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

const states = {
  waiting: { words: 'Waiting', tone: 'informative' },
  delivered: { words: 'Delivered', tone: 'success' },
  givenUp: { words: 'Given up', tone: 'danger' },
} as const;

export function WebhooksPanel({ kept, as }: { readonly kept: Kept; readonly as: string }): ReactElement {
  const styles = useStyles();
  const { value, trouble, again } = useWebhooks(kept);
  const [fault, setFault] = useState<string>();
  const sendAgain = (deliveryId: string): void => {
    setFault(undefined);
    kept.sendAgain(deliveryId).then(again, (error: unknown) => setFault(error instanceof KeptError ? error.message : String(error)));
  };
  return (
    <div data-testid="webhooks">
      <div role="alert">
        {(fault ?? trouble) !== undefined && <TroubleBar message="That did not work." remedy={fault ?? trouble?.message} />}
      </div>
      {value === undefined && trouble === undefined && <Spinner size="tiny" label="Asking for deliveries…" />}
      {value !== undefined && value.hooks.length === 0 && (
        <Empty>
          No web hook is set. Name one under “webhooks” in Rollcall’s configuration, and it is told, signed, of every recording that is
          saved or has failed.
        </Empty>
      )}
      {value !== undefined && value.hooks.length > 0 && (
        <p className={styles.detail}>{value.hooks.map(({ url, events }) => `${url} is told of ${events.join(', ')}`).join(' · ')}</p>
      )}
      {value !== undefined && value.hooks.length > 0 && value.deliveries.length === 0 && <Empty>Nothing has been sent yet.</Empty>}
      <ul className={styles.list}>
        {value?.deliveries.map((delivery) => (
          <DeliveryItem key={delivery.deliveryId} delivery={delivery} as={as} onAgain={() => sendAgain(delivery.deliveryId)} />
        ))}
      </ul>
    </div>
  );
}

type DeliveryItemProps = { readonly delivery: Delivery; readonly as: string; readonly onAgain: () => void };

function DeliveryItem({ delivery, as, onAgain }: DeliveryItemProps): ReactElement {
  const styles = useStyles();
  const now = useNow(10_000);
  const { url, event, recordingId, state, tries, nextTryMs } = delivery;
  const { words, tone } = states[state];
  return (
    <li className={styles.item} data-testid="delivery">
      <div>
        <p className={styles.event}>
          {event}
          <Badge appearance="tint" color={tone}>
            {words}
          </Badge>
        </p>
        <p className={styles.detail}>
          {url} · <Go href={recordingHref(recordingId, { as })}>the recording</Go>
        </p>
        <ol className={styles.tries} aria-label={`${count(tries.length, 'try').replace(/trys$/, 'tries')} of ${event}`}>
          {tries.map(({ atMs, outcome }) => (
            <li key={atMs}>
              <time dateTime={new Date(atMs).toISOString()} title={exactOf(atMs)}>
                {momentOf(atMs, now)}
              </time>{' '}
              {outcome}
            </li>
          ))}
          {nextTryMs !== undefined && (
            <li>
              <time dateTime={new Date(nextTryMs).toISOString()} title={exactOf(nextTryMs)}>
                {momentOf(nextTryMs, now)}
              </time>{' '}
              next try
            </li>
          )}
        </ol>
      </div>
      <Button size="small" onClick={onAgain} aria-label={`Send again: ${event} to ${url}`}>
        Send again
      </Button>
    </li>
  );
}
