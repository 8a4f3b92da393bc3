/** The settings of an account that is the double, as an operator gives them. */
export const settingsOf = (url: string, privateKey: string) => ({
  SNOWFLAKE_ACCOUNT: 'wells-one',
  SNOWFLAKE_ACCESS_URL: url,
  SNOWFLAKE_USER: 'gateway',
  SNOWFLAKE_ROLE: 'reader',
  SNOWFLAKE_WAREHOUSE: 'small',
  SNOWFLAKE_DATABASE: 'wells',
  SNOWFLAKE_SCHEMA: 'staging',
  SNOWFLAKE_FEED_SCHEMA: 'feed',
  SNOWFLAKE_PRIVATE_KEY: privateKey,
});
