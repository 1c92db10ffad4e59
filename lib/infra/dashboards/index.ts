import { Stack, Token } from 'aws-cdk-lib';
import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Rule } from '../../domain/catalogue/rule.ts';
import type { Cluster } from '../../domain/cluster.ts';
import type { Place } from '../../domain/place.ts';
import type { DashboardPage } from '../config/names.ts';
import type { CostEstimate } from '../render/dashboard/costs.ts';
import { renderPages } from '../render/dashboard/index.ts';
import type { Parts } from '../render/dashboard/parts.ts';
import { WidgetFunction, type WidgetFunctionProps } from './widget-function.ts';

export interface TidewatchDashboardsProps {
  readonly environmentName: string;
  /** Account and region of the environment. @default - those of the stack, or of the first cluster where a stack has none */
  readonly home?: Place;
  /** The clusters that the configuration names; the first is shown first. */
  readonly clusters: readonly Cluster[];
  /** Where more clusters are found by their tags: their names are then searched for. @default - nowhere */
  readonly selected?: readonly Place[];
  /** The rules in force, overrides applied: their limits are drawn. */
  readonly rules: readonly Rule[];
  /** Dashboards to make, $3.00 a month each after the account's first three. @default overview, tidewatch */
  readonly pages?: readonly DashboardPage[];
  /** Names of the environment's CloudWatch alarms at home, the worst first. @default - none are listed */
  readonly alarmNames?: readonly string[];
  /** What the pages `tidewatch` and `costs` draw. @default - no functions, queues and so on */
  readonly parts?: Parts;
  /** Shown on the page `costs`. @default - no estimate */
  readonly estimate?: CostEstimate;
  /** The function that draws incidents, capacity and forecasts. @default - they are left out */
  readonly widget?: WidgetFunctionProps;
}

/**
 * The dashboards of an environment, one a page and not one a cluster: a variable says which cluster, so that
 * hundreds of clusters cost what one costs.
 * @throws RangeError when the page `forecasts` is asked for without the widget function
 */
export class TidewatchDashboards extends Construct {
  readonly dashboards: readonly CfnDashboard[];
  readonly widget: WidgetFunction | undefined;

  constructor(scope: Construct, id: string, props: TidewatchDashboardsProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const { environmentName: environment, alarmNames = [], widget } = props;
    const home = props.home ?? homeOf(stack, props.clusters);
    this.widget = widget && new WidgetFunction(this, 'Widget', widget);
    const alarmArn = (name: string) =>
      `arn:${stack.partition}:cloudwatch:${home.region}:${home.account}:alarm:${name}`;
    const rendered = renderPages({
      environment,
      home,
      clusters: props.clusters,
      selected: props.selected ?? [],
      rules: props.rules,
      pages: props.pages ?? ['overview', 'tidewatch'],
      nameOf: (page) => dashboardName(environment, home.region, page),
      alarmArns: alarmNames.map(alarmArn),
      parts: props.parts ?? { functions: {}, queues: {}, deadLetters: {} },
      ...(props.estimate && { estimate: props.estimate }),
      ...(this.widget && { widgetArn: this.widget.stage.function.functionArn }),
    });
    this.dashboards = rendered.map(
      (page) =>
        new CfnDashboard(this, `Dashboard-${page.id}`, {
          dashboardName: page.dashboardName,
          dashboardBody: stack.toJsonString(page.body),
        }),
    );
  }

  /** Lets somebody see the custom widgets, which CloudWatch draws with the rights of the person who looks. */
  grantView(grantee: IGrantable): this {
    this.widget?.grantView(grantee);
    return this;
  }
}

/** A stack that may go anywhere sits where its clusters do. */
function homeOf(stack: Stack, [first]: readonly Cluster[]): Place {
  const { account, region } = stack;
  const isOpen = Token.isUnresolved(account) || Token.isUnresolved(region);
  return isOpen && first ? { account: first.account, region: first.region } : { account, region };
}

/**
 * Letters, digits, - and _ (PutDashboard). Dashboards are global: the region keeps two environments of one name
 * apart.
 */
function dashboardName(environment: string, region: string, page: string): string {
  return `tidewatch-${environment.replace(/[^A-Za-z0-9_-]/g, '_')}-${region}-${page}`;
}
