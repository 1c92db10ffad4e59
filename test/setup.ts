// What the AWS SDK thinks of Node.js 20 after 2026 is noise in a test's output.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
