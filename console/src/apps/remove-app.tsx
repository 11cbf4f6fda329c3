/** Takes an app out of the house, once it has been asked whether that is meant. */
import { Button } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons/svg/delete';
import { useState, type ReactElement } from 'react';
import type { AppState } from '../../../src/wire/live/apps.ts';
import { navigate } from '../app/navigate.tsx';
import { Question } from '../app/question.tsx';
import { appsHref } from '../app/route.ts';
import { TroubleBar } from '../app/trouble-bar.tsx';
import { useAppAction } from './use-apps.ts';

export function RemoveApp({ app }: { readonly app: AppState }): ReactElement {
  const [asks, setAsks] = useState(false);
  const { isBusy, fault, run, dismiss } = useAppAction();
  const remove = async (): Promise<void> => {
    const done = await run({ do: 'app.remove', app: app.appId }, `Removing ${app.name} failed`);
    if (done === undefined) return;
    setAsks(false);
    navigate(appsHref(), { replace: true });
  };
  return (
    <>
      <Button data-testid="remove" icon={<DeleteRegular />} aria-haspopup="dialog" onClick={() => setAsks(true)}>
        Remove
      </Button>
      {asks && (
        <Question
          title={`Remove ${app.name}?`}
          more={fault !== undefined && <TroubleBar message={fault.message} remedy={fault.remedy} />}
          yes="Remove"
          no="Keep it"
          isGrave
          isBusy={isBusy}
          onYes={() => void remove()}
          onClose={() => {
            setAsks(false);
            dismiss();
          }}
        >
          Its secret and its tokens are refused from then on{app.number === undefined ? '' : `, and ${app.number} is free again`}. A bot
          that is registered anew has another id and another secret.
        </Question>
      )}
    </>
  );
}
