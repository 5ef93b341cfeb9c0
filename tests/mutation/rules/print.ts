import type {
  Allow,
  Body,
  Expression,
  FunctionDeclaration,
  Match,
  MatchSegment,
  PathPart,
  RulesFile,
} from '../../../tools/storage-rules/syntax/ast.ts';

/** A segment of a `match` path with its slash. */
export const printSegment = (segment: MatchSegment): string => {
  if (segment.kind === 'literal') return `/${segment.text}`;
  return segment.kind === 'one' ? `/{${segment.name}}` : `/{${segment.name}=**}`;
};

/** Prints an expression as source that parses to the same tree. */
export function printExpression(expression: Expression): string {
  const print = printExpression;
  switch (expression.kind) {
    case 'literal':
      return printLiteral(expression.value);
    case 'name':
      return expression.name;
    case 'list':
      return `[${expression.items.map(print).join(', ')}]`;
    case 'map':
      return `{${expression.entries.map(({ key, value }) => `${print(key)}: ${print(value)}`).join(', ')}}`;
    case 'path':
      return expression.parts.map(printPart).join('');
    case 'field':
      return `${operand(expression.object)}.${expression.field}`;
    case 'index':
      return `${operand(expression.object)}[${print(expression.index)}]`;
    case 'range':
      return `${operand(expression.object)}[${expression.from ? print(expression.from) : ''}:${expression.to ? print(expression.to) : ''}]`;
    case 'call':
      return `${expression.name}(${expression.args.map(print).join(', ')})`;
    case 'method':
      return `${operand(expression.object)}.${expression.name}(${expression.args.map(print).join(', ')})`;
    case 'unary':
      return `${expression.operator}${operand(expression.operand)}`;
    case 'binary':
      return printBinary(expression);
    case 'is':
      return `${operand(expression.value)} is ${expression.type}`;
    case 'choice':
      return `${operand(expression.condition)} ? ${operand(expression.then)} : ${operand(expression.otherwise)}`;
  }
}

/** Prints a rules file for a service, without comments. */
export function printRules(file: RulesFile, service: string): string {
  const functions = file.functions.map((one) => printFunction(one, ''));
  return [
    `rules_version = '${file.version}';`,
    ...functions,
    `service ${service} {`,
    ...printBody(file.service, '  '),
    '}\n',
  ].join('\n');
}

function printLiteral(value: Extract<Expression, { kind: 'literal' }>['value']): string {
  if (typeof value === 'string') return `'${value.replaceAll(/[\\']/g, (sign) => `\\${sign}`)}'`;
  if (value instanceof Uint8Array) throw new Error('bytes literals are not supported');
  return String(value);
}

const printPart = (part: PathPart): string =>
  part.kind === 'segment' ? `/${part.text}` : `/$(${printExpression(part.value)})`;

/** Adds parentheses where their absence could change the meaning. */
function operand(expression: Expression): string {
  const text = printExpression(expression);
  return ['binary', 'is', 'choice', 'unary', 'path'].includes(expression.kind) ? `(${text})` : text;
}

function printBinary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): string {
  const continues = left.kind === 'binary' && left.operator === operator && ['&&', '||'].includes(operator);
  return `${continues ? printExpression(left) : operand(left)} ${operator} ${operand(right)}`;
}

function printFunction({ name, parameters, bindings, result }: FunctionDeclaration, indent: string): string {
  const lets = bindings.map((one) => `let ${one.name} = ${printExpression(one.value)}; `).join('');
  const names = parameters.map((one) => one.name).join(', ');
  return `${indent}function ${name}(${names}) { ${lets}return ${printExpression(result)}; }`;
}

const printAllow = ({ methods, condition }: Allow, indent: string): string =>
  `${indent}allow ${[...methods].join(', ')}${condition ? `: if ${printExpression(condition)}` : ''};`;

const printMatch = ({ path, body }: Match, indent: string): string[] => [
  `${indent}match ${path.map(printSegment).join('')} {`,
  ...printBody(body, `${indent}  `),
  `${indent}}`,
];

const printBody = (body: Body, indent: string): string[] => [
  ...body.functions.map((one) => printFunction(one, indent)),
  ...body.allows.map((one) => printAllow(one, indent)),
  ...body.matches.flatMap((one) => printMatch(one, indent)),
];
