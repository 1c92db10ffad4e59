/** What the console shows of the function when a custom widget is made by hand. */
export const documentation = `## Tidewatch
Draws what Tidewatch has found: forecasts, incidents, time to limits, the estimate. It reads and changes nothing.
Whoever looks needs \`lambda:InvokeFunction\` on this function.

Parameter | Meaning
---|---
**kind** | \`forecast\`, \`incidents\`, \`capacity\` or \`costs\`
**cluster** | name of a cluster; all clusters when it is left out
**signal** | for \`forecast\`: the id of a signal, such as \`disk_used\`
**broker**, **topic**, **group**, **partition**, **auth** | for \`forecast\`: only this one
**show** | for \`forecast\`: how many series, the most urgent first; 1 to 6, by default 1
**lines**, **asOf**, **budgetUsd** | for \`costs\`: the estimate, as the stacks give it

### Example
\`\`\` yaml
kind: forecast
cluster: orders
signal: disk_used
show: 3
\`\`\`
`;
