/** The shape of the trimmed discovery documents in this folder. */
export interface Api {
  /** Name and version, such as `firestore.v1`. */
  readonly name: string;
  readonly host: string;
  readonly methods: readonly Method[];
  readonly schemas: Record<string, Schema>;
}

export interface Method {
  /** Such as `firestore.projects.databases.get`. */
  readonly id: string;
  readonly httpMethod: string;
  /** Without a leading slash; `{name}` is one segment, `{+name}` several. */
  readonly path: string;
  readonly parameters: Record<string, Parameter>;
  readonly request?: string;
  readonly response?: string;
  /** Whether the same path below `/upload` and `/resumable/upload` takes bytes. */
  readonly upload?: true;
}

export interface Parameter {
  readonly in: 'path' | 'query';
  readonly type: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly required?: boolean;
  readonly repeated?: boolean;
}

export interface Schema {
  readonly type?: string;
  readonly $ref?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly readOnly?: boolean;
  /** True where the description begins with "Required."; otherwise the ids of the methods that need it. */
  readonly required?: true | readonly string[];
  readonly properties?: Record<string, Schema>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
}
