import { createHash } from 'node:crypto';
import { Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ParameterTier, StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import type { SettingsDocument } from './document.ts';

export type { SettingsDocument } from './document.ts';

/** A standard parameter takes 4 KB and costs nothing. */
const pieceLength = 4000;

export interface FunctionSettingsProps {
  readonly environmentName: string;
  readonly document: SettingsDocument;
}

/**
 * What all functions are told, in SSM parameters under one path: environment variables take 4 KB, and hundreds
 * of clusters are more. The hash among the variables makes functions start anew when something changes.
 */
export class FunctionSettings extends Construct {
  /** Variables of each function. */
  readonly variables: Readonly<Record<string, string>>;
  private readonly names: readonly string[];

  constructor(scope: Construct, id: string, { environmentName, document }: FunctionSettingsProps) {
    super(scope, id);
    const text = asciiJson(document);
    const pieces = Token.isUnresolved(text) ? [Stack.of(this).toJsonString(document)] : piecesOf(text);
    this.names = pieces.map((_, i) => settingsName(environmentName, i));
    pieces.forEach((stringValue, i) => {
      new StringParameter(this, `Piece-${i}`, {
        parameterName: settingsName(environmentName, i),
        description: `Tidewatch ${environmentName}: settings of the functions, part ${i + 1} of ${pieces.length}`,
        stringValue,
        // Tokens resolve at deploy: nobody knows how long the text is then.
        tier: Token.isUnresolved(stringValue) ? ParameterTier.INTELLIGENT_TIERING : ParameterTier.STANDARD,
      });
    });
    const resolved = JSON.stringify(Stack.of(this).resolve(document));
    const hash = createHash('sha256').update(resolved).digest('hex').slice(0, 16);
    this.variables = {
      TIDEWATCH_ENVIRONMENT: environmentName,
      TIDEWATCH_SETTINGS_PIECES: String(pieces.length),
      TIDEWATCH_SETTINGS_HASH: hash,
    };
  }

  /** What a function needs to read them. */
  statement(scope: Construct): PolicyStatement {
    const resources = this.names.map((name) =>
      Stack.of(scope).formatArn({ service: 'ssm', resource: 'parameter', resourceName: name.slice(1) }),
    );
    return new PolicyStatement({ sid: 'ReadSettings', actions: ['ssm:GetParameters'], resources });
  }
}

/** Name of a piece of the settings. */
export function settingsName(environment: string, piece: number): string {
  return `/tidewatch/${environment}/settings/${String(piece).padStart(3, '0')}`;
}

/** Letters of more than one byte are escaped, so that a piece has as many bytes as letters. */
function asciiJson(document: SettingsDocument): string {
  return JSON.stringify(document).replace(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function piecesOf(text: string): readonly string[] {
  return Array.from({ length: Math.ceil(text.length / pieceLength) }, (_, i) =>
    text.slice(i * pieceLength, (i + 1) * pieceLength),
  );
}
