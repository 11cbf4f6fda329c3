/** While I am on hold: what that means, and that it ends by itself. */
import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { ReactElement } from 'react';
import { useMeetingView } from '../use-meeting.ts';

export function HoldBar(): ReactElement {
  const isOnHold = useMeetingView((view) => view.line?.isOnHold === true);
  return (
    <div role="status">
      {isOnHold && (
        <MessageBar intent="info" layout="auto" data-testid="on-hold">
          <MessageBarBody>
            <MessageBarTitle>On hold: music plays.</MessageBarTitle> The others do not hear you until you are taken back.
          </MessageBarBody>
        </MessageBar>
      )}
    </div>
  );
}
