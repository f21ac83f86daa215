-- Every process hears which shelf changed, whoever changed it (announcements.py).
CREATE FUNCTION announce_shelf() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('whosaid', TG_TABLE_SCHEMA || ' ' || coalesce(NEW.shelf, OLD.shelf));
    RETURN NULL;
END
$$;
CREATE TRIGGER announce AFTER INSERT OR DELETE OR UPDATE OF generation ON shelves
    FOR EACH ROW EXECUTE FUNCTION announce_shelf();
