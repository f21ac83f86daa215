-- A follow-up leans on the exchange before: which stored answer a message of the bot shows.
ALTER TABLE replies ADD COLUMN record TEXT;
CREATE INDEX replies_channel ON replies (channel);
