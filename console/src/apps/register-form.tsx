/** The form that registers a bot: what is wrong stands at its field, and what comes of it is shown on the app's own page. */
import { Button, Field, Input, makeStyles, Radio, RadioGroup, Select } from '@fluentui/react-components';
import { useId, useState, type FormEvent, type ReactElement } from 'react';
import type { Apps } from '../../../src/wire/live/apps.ts';
import { followLink } from '../app/navigate.tsx';
import { appsHref } from '../app/route.ts';
import { Section } from '../app/section.tsx';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { commandOf, draftFields, faultsOf, newDraft, type AppDraft, type DraftField } from './app-draft.ts';
import { BackToApps } from './back-to-apps.tsx';
import { CertificateField } from './certificate-field.tsx';
import type { FreshSecret } from './fresh-secret.tsx';
import { PermissionBoxes } from './permission-boxes.tsx';
import { useAppAction } from './use-apps.ts';

const useStyles = makeStyles({
  form: { display: 'grid', rowGap: '16px', maxWidth: '640px' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px' },
});

type RegisterFormProps = { readonly apps: Apps; readonly onMade: (fresh: FreshSecret) => void };

export function RegisterForm({ apps, onMade }: RegisterFormProps): ReactElement {
  const styles = useStyles();
  const id = useId();
  const [draft, setDraft] = useState<AppDraft>(() => newDraft(apps));
  const [isTried, setTried] = useState(false);
  const { isBusy, fault, run, dismiss } = useAppAction();
  const faults = isTried && !isBusy ? faultsOf(draft, apps) : {};
  const isAtField = draftFields.some((field) => field === fault?.field);
  const wordsAt = (field: DraftField): string | undefined => faults[field] ?? (fault?.field === field ? fault.message : undefined);
  const change = (part: Partial<AppDraft>): void => {
    if (fault !== undefined) dismiss();
    setDraft((before) => ({ ...before, ...part }));
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    setTried(true);
    const first = draftFields.find((field) => faultsOf(draft, apps)[field] !== undefined);
    if (first !== undefined) return document.getElementById(`${id}-${first}`)?.focus();
    const done = await run(commandOf(draft), 'Registering it failed');
    if (done?.kind === 'app') onMade({ appId: done.app.appId, secret: done.secret });
  };
  const at = (field: DraftField): { validationState: 'none' | 'error'; validationMessage: string | null } => {
    const words = wordsAt(field);
    return { validationState: words === undefined ? 'none' : 'error', validationMessage: words ?? null };
  };
  return (
    <Section title="Register a bot" aside={<BackToApps />}>
      <form className={styles.form} noValidate onSubmit={(event) => void submit(event)} data-testid="register-form">
        {fault !== undefined && !isAtField && (
          <div role="alert">
            <TroubleBar message={fault.message} remedy={fault.remedy} onDismiss={dismiss} />
          </div>
        )}
        <Field label="Name" required hint="What people see when it calls them." {...at('name')}>
          <Input
            id={`${id}-name`}
            data-testid="app-name"
            value={draft.name}
            autoComplete="off"
            onChange={(_, { value }) => change({ name: value })}
          />
        </Field>
        <Field label="Number" hint="Proposed is the next that is free. A bot that only places calls needs none." {...at('number')}>
          <Input
            id={`${id}-number`}
            data-testid="app-number"
            inputMode="tel"
            autoComplete="off"
            value={draft.number}
            onChange={(_, { value }) => change({ number: value })}
          />
        </Field>
        <Field label="Web hook" hint="Where calls to it are announced: the address at which the bot listens." {...at('webhook')}>
          <Input
            id={`${id}-webhook`}
            data-testid="app-webhook"
            type="url"
            autoComplete="off"
            placeholder="https://… or http://localhost:3978/api/calls"
            value={draft.webhook}
            onChange={(_, { value }) => change({ webhook: value })}
          />
        </Field>
        <Field label="What it does" hint="One sentence for those who think of calling it.">
          <Input data-testid="app-says" maxLength={200} value={draft.says} onChange={(_, { value }) => change({ says: value })} />
        </Field>
        {apps.tenants.length > 1 && (
          <Field label="Tenant" hint="Its home; others can consent later.">
            <Select value={draft.tenant} onChange={(_, { value }) => change({ tenant: value })}>
              {apps.tenants.map(({ tenantId, name }) => (
                <option key={tenantId} value={tenantId}>
                  {name}
                </option>
              ))}
            </Select>
          </Field>
        )}
        <PermissionBoxes
          legend="What it may do"
          permissions={apps.permissions}
          granted={draft.permissions}
          onChange={(name, isGranted) =>
            change({ permissions: isGranted ? [...draft.permissions, name] : draft.permissions.filter((each) => each !== name) })
          }
        />
        <Field label="It proves who it is">
          <RadioGroup
            value={draft.proof}
            onChange={(_, { value }) => change({ proof: value === 'certificate' ? 'certificate' : 'secret' })}
          >
            <Radio value="secret" label="With a secret that is made now" />
            <Radio value="certificate" label="With a certificate that I have" />
          </RadioGroup>
        </Field>
        {draft.proof === 'certificate' && (
          <CertificateField
            id={`${id}-certificate`}
            value={draft.certificate}
            fault={wordsAt('certificate')}
            onChange={(certificate) => change({ certificate })}
          />
        )}
        <div className={styles.actions}>
          <Button data-testid="register-now" type="submit" appearance="primary" disabledFocusable={isBusy}>
            Register
          </Button>
          <Button as="a" href={appsHref()} onClick={followLink}>
            Cancel
          </Button>
        </div>
      </form>
    </Section>
  );
}
