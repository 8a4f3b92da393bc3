import { ChevronDownIcon, ToolbarMenu, UnStyledButton, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { type TourStop, tour } from './tour.js';

/** Lists the questions of the tour; a choice goes to its tab, or opens it again where it was closed or changed. */
export function TourMenu() {
  const { tabs, queryEditor } = useGraphiQL(({ tabs, queryEditor }) => ({ tabs, queryEditor }));
  const { addTab, changeTab, updateActiveTabValues } = useGraphiQLActions();

  const open = ({ query }: TourStop) => {
    const index = tabs.findIndex((tab) => tab.query === query);
    if (index >= 0) return changeTab(index);
    addTab();
    updateActiveTabValues({ query });
    queryEditor?.setValue(query);
  };

  const button = (
    <UnStyledButton type="button" className="tour-button">
      Tour
      <ChevronDownIcon className="tour-chevron" aria-hidden="true" />
    </UnStyledButton>
  );
  return (
    <ToolbarMenu button={button}>
      {tour.map((stop, index) => (
        <ToolbarMenu.Item key={stop.query} onSelect={() => open(stop)}>
          {index + 1}. {stop.question}
        </ToolbarMenu.Item>
      ))}
    </ToolbarMenu>
  );
}
