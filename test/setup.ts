// What the AWS SDK thinks of Node.js 20 after 2026 is noise in a test's output.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

// The CDK's own check of templates starts an engine of 3 s in each test file. `cdk synth` runs it, and the deploy suite.
process.env.CDK_VALIDATION = 'false';
