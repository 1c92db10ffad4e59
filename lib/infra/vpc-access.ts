import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** What a function in a VPC needs: Lambda makes the network interface with the function's own role.
 *  Source: Lambda developer guide, VPC access. */
export function vpcAccess(): PolicyStatement {
  return new PolicyStatement({
    sid: 'SitInVpc',
    actions: [
      'ec2:CreateNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:DeleteNetworkInterface',
      'ec2:AssignPrivateIpAddresses',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  });
}
