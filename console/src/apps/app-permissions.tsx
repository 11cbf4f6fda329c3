/** What an app may do in each tenant: consent given and taken back as an administrator of that tenant would. */
import { Field, makeStyles, Select, tokens } from '@fluentui/react-components';
import { useState, type ReactElement } from 'react';
import type { Apps, AppState } from '../../../src/wire/live/apps.ts';
import { Section } from '../app/section.tsx';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { PermissionBoxes } from './permission-boxes.tsx';
import { useAppAction } from './use-apps.ts';

const useStyles = makeStyles({
  stack: { display: 'grid', rowGap: '12px' },
  note: { margin: 0, color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200 },
});

type AppPermissionsProps = { readonly app: AppState; readonly apps: Apps; readonly onDone: (said: string) => void };

export function AppPermissions({ app, apps, onDone }: AppPermissionsProps): ReactElement {
  const styles = useStyles();
  const { isBusy, fault, run, dismiss } = useAppAction();
  const [tenantId, setTenant] = useState(app.tenantId);
  const granted = app.grants[tenantId] ?? [];
  const tenantName = apps.tenants.find((each) => each.tenantId === tenantId)?.name ?? tenantId;
  const change = async (name: string, isGranted: boolean): Promise<void> => {
    if (isBusy) return;
    const done = await run(
      { do: isGranted ? 'app.grant' : 'app.revoke', app: app.appId, tenant: tenantId, permissions: [name] },
      isGranted ? `Granting ${name} failed` : `Taking ${name} back failed`,
    );
    if (done !== undefined) onDone(isGranted ? `${name} is granted in ${tenantName}.` : `${name} is taken back in ${tenantName}.`);
  };
  return (
    <Section title="Permissions">
      <div className={styles.stack}>
        {apps.tenants.length > 1 && (
          <Field label="Consent of the tenant">
            <Select value={tenantId} onChange={(_, { value }) => setTenant(value)}>
              {apps.tenants.map((each) => (
                <option key={each.tenantId} value={each.tenantId}>
                  {each.name}
                  {each.tenantId === app.tenantId ? ' (its home)' : ''}
                </option>
              ))}
            </Select>
          </Field>
        )}
        {fault !== undefined && <TroubleBar message={fault.message} remedy={fault.remedy} onDismiss={dismiss} />}
        <PermissionBoxes
          legend={`Allowed in ${tenantName}`}
          permissions={apps.permissions}
          granted={granted}
          isFixed={!app.isRegistered}
          onChange={(name, isGranted) => void change(name, isGranted)}
        />
        <p className={styles.note}>Counts at once here; the bot has it in the next token that it fetches.</p>
      </div>
    </Section>
  );
}
